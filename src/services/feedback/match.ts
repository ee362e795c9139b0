import { readReturnPath, type ReturnTag } from '../../core/return-path.ts'
import type { Report } from '../../core/entities/feedback/report.ts'
import { addressHash } from '../../core/addresses/address.ts'
import type { Subscription } from '../../core/entities/subscription.ts'
import type { Repositories } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { suppressionKey } from '../subscribers/suppression-key.ts'

/** The e-mail that a report is about, found by our tag. */
export interface Match {
  subscription: Subscription
  subscriberId: number
  editionId: number
  /** Hash of the subscriber's address. */
  hash: string
  /** When it was sent; null if it was not, or if nothing is stored about it any more. */
  leftAt: Temporal.Instant | null
}

/** The tag in a return path of ours: in the envelope of a report, in its headers, or in those of the enclosed e-mail. */
export function tagOf(
  { settings, linkKeys }: Pick<Context, 'settings' | 'linkKeys'>,
  report: Report,
  envelope: string | null,
): ReturnTag | null {
  const { bounceAddress } = settings
  if (bounceAddress === null) return null
  const places = [envelope ?? '', ...report.sentTo, report.original?.returnPath ?? '']
  const tags = places.map((address) => readReturnPath(linkKeys, bounceAddress, address))
  return tags.find((tag) => tag !== null) ?? null
}

/** The e-mail of a tag; null if there is none, or the subscriber is gone. */
export async function matchOf(
  tx: Pick<Repositories, 'subscribers' | 'deliveries' | 'newsroom'>,
  tag: ReturnTag | null,
): Promise<Match | null> {
  const subscription = tag ? await tx.subscribers.byId(tag.subscription) : null
  if (!tag || !subscription) return null
  const { subscriberId, email } = subscription
  const delivery = await tx.deliveries.of(tag.edition, subscriberId)
  const hasLeft = delivery !== null && ['sent', 'unknown', 'inflight'].includes(delivery.status)
  return {
    subscription,
    subscriberId,
    editionId: tag.edition,
    hash: addressHash(await suppressionKey({ store: tx }), email),
    leftAt: hasLeft ? (delivery.finishedAt ?? delivery.dueAt) : null,
  }
}
