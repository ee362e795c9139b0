import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import type { Context } from '../../context.ts'
import { suppressionKey } from '../suppression-key.ts'

/** Days during which a link can undo its unsubscribe. */
export const undoDays = 30

/** The outcome of an undo, with the restored subscriptions. */
export interface Undone {
  outcome: 'done' | 'already' | 'refused'
  back: Subscription[]
}

/**
 * Undoes an unsubscribe by the link of the same subscription, with the previous choices, and restores every digest that this link ended at
 * that time. `refused` if somebody else or another link ended it, if that was more than 30 days ago, and if the address is suppressed.
 */
export async function undoUnsubscribe(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  actor: Actor,
): Promise<Undone> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  if (subscription.status === 'active') return { outcome: 'already', back: [] }
  const at = context.clock.now()
  const key = await suppressionKey(context)
  return context.store.transaction(async (tx) => {
    const back: Subscription[] = []
    if (!(await tx.subscribers.lock(subscription.subscriberId))) return { outcome: 'refused', back }
    for (const one of await endedTogether(tx, key, subscription, at)) {
      if (!(await tx.subscribers.undoEnd(one.id, subscription.id, undoableSince(at), at))) continue
      await tx.audit.append({ at, actor, action: 'resubscribe', subject: `subscription:${one.id}` })
      back.push(one)
    }
    return { outcome: back.length > 0 ? 'done' : 'refused', back }
  })
}

/** What `undoUnsubscribe` would restore now; empty if it would be refused. */
export async function undoable(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
): Promise<Subscription[]> {
  return endedTogether(context.store, await suppressionKey(context), subscription, context.clock.now())
}

const undoableSince = (now: Temporal.Instant) => now.subtract({ hours: 24 * undoDays })

async function endedTogether(
  { subscribers, suppressions }: Pick<Repositories, 'subscribers' | 'suppressions'>,
  key: Buffer,
  { id, email }: Subscription,
  now: Temporal.Instant,
): Promise<Subscription[]> {
  const hash = addressHash(key, email)
  const all = await subscribers.byHash(hash)
  const own = all.find((one) => one.id === id)
  const ended = own?.status === 'unsubscribed' && own.endedLink === id ? own.endedAt : null
  if (!ended || Temporal.Instant.compare(ended, undoableSince(now)) < 0) return []
  if (await suppressions.inForce(hash, email)) return []
  return all.filter((one) => one.endedLink === id && one.endedAt?.equals(ended) === true)
}
