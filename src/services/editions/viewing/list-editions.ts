import type { Digest } from '../../../core/entities/newsroom.ts'
import type { DeliveryStatus, EditionStatus } from '../../../core/entities/states.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Context } from '../../context.ts'
import type { Reason } from '../../../core/said/said.ts'

/** An edition with what became of its mails. */
export interface ListedEdition {
  digest: string
  date: string
  number: number
  status: EditionStatus
  subject: string | null
  /** Why it was skipped, missed or stopped. */
  reason: Reason | null
  revision: number
  /** Who stopped it, when and why; null while it is not stopped. */
  stop: { at: string; by: string; reason: string } | null
  /** Since when it is being corrected. */
  correctedAt: string | null
  /** The country whose profile it shows, and why; or why it shows none. */
  profile: { country: string | null; reason: Reason } | null
  opensAt: string
  frozenAt: string
  dueAt: string
  finishedAt: string | null
  counts: Partial<Record<DeliveryStatus, number>>
}

/** The newest editions of a digest, newest first. */
export async function listEditions(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
  count: number,
): Promise<ListedEdition[]> {
  const editions = await store.editions.newest(digest.id, count)
  return Promise.all(
    editions.map(async (edition) => ({
      digest: digest.key,
      date: edition.date.toString(),
      number: edition.number,
      status: edition.status,
      subject: edition.subject,
      reason: edition.reason,
      revision: edition.revision,
      stop: edition.stop && { ...edition.stop, at: edition.stop.at.toString() },
      correctedAt: edition.correctedAt?.toString() ?? null,
      profile: profileOf(edition),
      opensAt: edition.opensAt.toString(),
      frozenAt: edition.frozenAt.toString(),
      dueAt: edition.dueAt.toString(),
      finishedAt: edition.finishedAt?.toString() ?? null,
      counts: await countsOf(store, edition),
    })),
  )
}

const profileOf = ({ profileCountry, profileReason }: Edition): ListedEdition['profile'] =>
  profileReason === null ? null : { country: profileCountry, reason: profileReason }

/** As the ledger has them, or as they were kept when its rows were deleted. */
async function countsOf(
  { deliveries }: Context['store'],
  { id, totals }: Edition,
): Promise<ListedEdition['counts']> {
  const counts = await deliveries.counts(id)
  return Object.keys(counts).length > 0 ? counts : (totals ?? {})
}
