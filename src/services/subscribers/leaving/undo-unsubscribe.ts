import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import type { Context } from '../../context.ts'
import { suppressionKey } from '../suppression-key.ts'

/** For how many days a link can undo what it did. */
export const undoDays = 30

/**
 * Undoes an unsubscribe by the link of the same subscription, with the choices as they were. `refused` where another
 * hand or link ended it, where that was more than 30 days ago, and where the address is suppressed.
 */
export async function undoUnsubscribe(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  actor: Actor,
): Promise<'done' | 'already' | 'refused'> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  if (subscription.status === 'active') return 'already'
  const at = context.clock.now()
  const key = await suppressionKey(context)
  return context.store.transaction(async (tx) => {
    if (await isSuppressed(tx, key, subscription)) return 'refused'
    if (!(await tx.subscribers.undoEnd(subscription.id, undoableSince(at), at))) return 'refused'
    const subject = `subscription:${subscription.id}`
    await tx.audit.append({ at, actor, action: 'resubscribe', subject })
    return 'done'
  })
}

/** Whether `undoUnsubscribe` would bring the subscription back now. */
export async function mayUndo(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
): Promise<boolean> {
  const { id, status, endedAt, endedLink } = subscription
  if (status !== 'unsubscribed' || endedLink !== id || endedAt === null) return false
  if (Temporal.Instant.compare(endedAt, undoableSince(context.clock.now())) < 0) return false
  return !(await isSuppressed(context.store, await suppressionKey(context), subscription))
}

const undoableSince = (now: Temporal.Instant) => now.subtract({ hours: 24 * undoDays })

async function isSuppressed(
  { suppressions }: Pick<Repositories, 'suppressions'>,
  key: Buffer,
  { email }: Subscription,
): Promise<boolean> {
  return (await suppressions.of(addressHash(key, email))) !== null
}
