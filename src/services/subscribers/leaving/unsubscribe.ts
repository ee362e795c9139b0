import { isCurrentLink, verifyLink } from '../../../core/token.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { alertTaggedLeft } from '../../alerts/alert-tagged.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/**
 * The subscription and digest of an e-mail's link; null for a link that is not ours, or of somebody erased. It `isOld` if it was sent to an
 * address that has been changed since: whoever reads that mailbox must not decide about the reader.
 */
export async function openLink(
  { store, linkKeys }: Pick<Context, 'store' | 'linkKeys'>,
  token: string,
): Promise<{ subscription: Subscription; digest: Digest; isOld: boolean } | null> {
  const link = verifyLink(linkKeys, token)
  const subscription = link && (await store.subscribers.byId(link.id))
  const digest = subscription && (await store.digests.byId(subscription.digestId))
  return link && subscription && digest
    ? { subscription, digest, isOld: !isCurrentLink(link, subscription) }
    : null
}

/**
 * Ends a subscription; synced when it returns, and respected by every e-mail not yet in flight. Calling it twice has no further effect.
 * `link` is the subscription whose link was used, which alone can undo it; null if it was not by a link.
 */
export async function unsubscribe(
  context: Pick<Context, 'store' | 'clock' | 'metrics'>,
  subscription: Subscription,
  actor: Actor,
  link: number | null = null,
): Promise<'done' | 'already'> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const at = context.clock.now()
  const outcome = await context.store.transaction((tx) =>
    endSubscription(tx, subscription, { at, actor, link }),
  )
  countUnsubscribed(context, outcome)
  return outcome
}

/** Counts a reader who left, after the commit. */
export function countUnsubscribed({ metrics }: Pick<Context, 'metrics'>, outcome: 'done' | 'already'): void {
  if (outcome === 'done') metrics.count('daywire_subscriptions_total', { change: 'unsubscribed' })
}

/** The same within a transaction. */
export async function endSubscription(
  tx: Transaction,
  subscription: Subscription,
  {
    at,
    actor,
    link,
    detail = {},
  }: {
    at: Temporal.Instant
    actor: Actor
    link: number | null
    detail?: Record<string, unknown> | undefined
  },
): Promise<'done' | 'already'> {
  const { id, subscriberId, digestId } = subscription
  // An import of this person is merged before this, or sees it.
  await tx.subscribers.lock(subscriberId)
  if (!(await tx.subscribers.move(id, 'active', 'unsubscribed', at, link))) {
    // What others ended they may restart, but not against the reader's own wish.
    if (link !== null && (await tx.subscribers.endByReader(id, at)))
      await tx.audit.append({ at, actor, action: 'unsubscribe', subject: `subscription:${id}`, detail })
    return 'already'
  }
  await tx.deliveries.withdraw(subscriberId, digestId, said('unsubscribed'), at)
  await tx.audit.append({ at, actor, action: 'unsubscribe', subject: `subscription:${id}`, detail })
  await alertTaggedLeft(tx, subscription, actor, at)
  return 'done'
}
