import { readReturnPath } from '../../core/return-path.ts'
import type { Report } from '../../core/entities/feedback/report.ts'
import { addressHash } from '../../core/addresses/address.ts'
import type { Repositories } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { suppressionKey } from '../subscribers/suppression-key.ts'

/** The e-mail that a report is about, by a return path of ours. */
export interface Match {
  subscriberId: number
  editionId: number
  /** Of the subscriber's address. */
  hash: string
  /** When it left; null where it did not, or is so old that nothing is known of it. */
  leftAt: Temporal.Instant | null
}

/**
 * Finds it: in the envelope of the report, in its headers, or in the return path of the e-mail that it encloses. Null where none is ours,
 * and where the subscriber is gone.
 */
export async function matchOf(
  tx: Pick<Repositories, 'subscribers' | 'deliveries' | 'newsroom'>,
  { settings, linkKeys }: Pick<Context, 'settings' | 'linkKeys'>,
  report: Report,
  envelope: string | null,
): Promise<Match | null> {
  const { bounceAddress } = settings
  if (bounceAddress === null) return null
  const places = [envelope ?? '', ...report.sentTo, report.original?.returnPath ?? '']
  const tag = places
    .map((address) => readReturnPath(linkKeys, bounceAddress, address))
    .find((read) => read !== null)
  const subscription = tag ? await tx.subscribers.byId(tag.subscription) : null
  if (!tag || !subscription) return null
  const { subscriberId, email } = subscription
  const delivery = await tx.deliveries.of(tag.edition, subscriberId)
  const hasLeft = delivery !== null && ['sent', 'unknown', 'inflight'].includes(delivery.status)
  return {
    subscriberId,
    editionId: tag.edition,
    hash: addressHash(await suppressionKey({ store: tx }), email),
    leftAt: hasLeft ? (delivery.finishedAt ?? delivery.dueAt) : null,
  }
}
