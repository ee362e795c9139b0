import { systemActor, type Actor } from '../../core/entities/actor.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Edition, EditionPlace } from '../../core/entities/edition.ts'
import type { Events } from '../../core/ports.ts'
import { said, type Said } from '../../core/said/said.ts'
import type { Transaction } from '../../store/store.ts'
import { aboutDigest, doneTo, nameOf, pageOf, raise, which } from './about-edition.ts'
import type { AlertTx } from './alert.ts'

/** Reports that an edition was not sent; call it in the transaction that found this. */
export async function alertMissed(
  tx: AlertTx,
  events: Events,
  digest: Digest,
  { date, number }: EditionPlace,
  reason: Said | string,
  at: Temporal.Instant,
): Promise<void> {
  const content = {
    subject: said('alert-missed-subject', { name: nameOf(digest, date) }),
    lead: said('alert-missed-lead', { why: reason }),
    points: [],
    advice: said('alert-missed-advice'),
    page: pageOf(digest, { date, number }),
  }
  const dedupe = `missed:${digest.key}:${date.toString()}${number > 0 ? `-${number}` : ''}`
  await raise(tx, events, { dedupe, about: aboutDigest('not-sent', digest) }, content, at)
}

/** Reports that an edition was abandoned, by a person or because its correction was not approved; call it in that transaction. */
export async function alertAbandoned(
  tx: Transaction,
  events: Events,
  edition: Edition,
  { skipped, by = systemActor }: { skipped: number; by?: Actor },
  at: Temporal.Instant,
): Promise<void> {
  const done = await doneTo(tx, edition, by)
  if (!done) return
  const { digest, person } = done
  const { id, date, reason } = edition
  const content = {
    subject: said('alert-abandoned-subject', { name: nameOf(digest, date) }),
    lead:
      by.kind === 'system'
        ? said('alert-abandoned-lead', { skipped })
        : said('alert-abandoned-by-lead', { person, skipped }),
    points: reason === null ? [] : [{ name: said('alert-why'), text: reason }],
    advice: said('alert-abandoned-advice', which(digest, date)),
    page: pageOf(digest, edition),
  }
  const event = { dedupe: `abandoned:${id}`, about: aboutDigest('not-sent', digest), by }
  await raise(tx, events, event, content, at)
}
