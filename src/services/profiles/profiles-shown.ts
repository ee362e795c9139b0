import type { Digest } from '../../core/entities/newsroom.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Repositories } from '../../store/store.ts'

/** Countries whose profile the digest showed in the days before, with the newest date; an edition of the same day counts. */
export async function profilesShown(
  tx: Repositories,
  digest: Digest,
  { date, frozenAt }: Pick<Edition, 'date' | 'frozenAt'>,
): Promise<Map<string, Temporal.PlainDate>> {
  const first = date.subtract({ days: digest.profileDays - 1 })
  // A date's freeze is within two days of it, whatever the zone and cutoff.
  const since = frozenAt.subtract({ hours: 24 * (digest.profileDays + 2) })
  const lately = (await tx.editions.between(digest.id, since, frozenAt)).filter(
    (edition) => Temporal.PlainDate.compare(edition.date, first) >= 0,
  )
  return new Map(
    lately
      .toReversed()
      .flatMap(({ profileCountry, date }) => (profileCountry ? [[profileCountry, date]] : [])),
  )
}
