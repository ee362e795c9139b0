import type { Digest } from '../../core/entities/newsroom.ts'
import type { DeliveryStatus } from '../../core/entities/states.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Alert } from '../../core/entities/messages/alert.ts'
import { said } from '../../core/said/said.ts'
import type { Context } from '../context.ts'
import { aboutDigest, nameOf, pageOf, raise, which } from './about-edition.ts'

/** Failures are reported above this share of the recipients, and this many: an address or two fail every day. */
const failedShare = 0.05
const fewestFailures = 5

/** Reports e-mails of unknown outcome, and failures above a share; each once per edition. */
export async function alertDelivery(
  { store, clock, events }: Pick<Context, 'store' | 'clock' | 'events'>,
  edition: Edition,
  counts: Partial<Record<DeliveryStatus, number>>,
): Promise<void> {
  const { unknown = 0, failed = 0, sent = 0 } = counts
  const tried = sent + failed + unknown
  const digest = await store.digests.byId(edition.digestId)
  if (!digest) return
  const raised = [
    ...(unknown > 0 ? [{ kind: 'unknown', content: ofUnknown(digest, edition, unknown) }] : []),
    ...(failed >= fewestFailures && failed >= tried * failedShare
      ? [{ kind: 'failed', content: ofFailed(digest, edition, failed, tried) }]
      : []),
  ]
  if (raised.length === 0) return
  const about = aboutDigest('send-trouble', digest)
  const at = clock.now()
  await store.transaction(async (tx) => {
    for (const { kind, content } of raised)
      await raise(tx, events, { dedupe: `${kind}:${edition.id}`, about }, content, at)
  })
}

const ofUnknown = (digest: Digest, edition: Edition, count: number): Alert => ({
  subject: said('alert-unknown-subject', { count, name: nameOf(digest, edition.date) }),
  lead: said('alert-unknown-lead', { count }),
  points: [],
  advice: said('alert-unknown-advice', which(digest, edition.date)),
  page: pageOf(digest, edition, 'sending'),
})

const ofFailed = (digest: Digest, edition: Edition, count: number, tried: number): Alert => ({
  subject: said('alert-failed-subject', { count, name: nameOf(digest, edition.date) }),
  lead: said('alert-failed-lead', { count, tried }),
  points: [],
  advice: said('alert-failed-advice', which(digest, edition.date)),
  page: pageOf(digest, edition, 'sending'),
})
