import { verifyToken } from '../../core/token.ts'
import type { Actor } from '../../core/ports.ts'
import type { Digest } from '../../core/newsroom.ts'
import type { Subscription } from '../../store/subscribers.ts'
import type { House } from '../house.ts'

/** The subscription and digest that a mail's link is for; null for a link that is not ours, or of someone erased. */
export async function openLink(
  { store, linkKeys }: Pick<House, 'store' | 'linkKeys'>,
  token: string,
): Promise<{ subscription: Subscription; digest: Digest } | null> {
  const id = verifyToken(linkKeys, token)
  const subscription = id === null ? null : await store.subscribers.byId(id)
  const digest = subscription && (await store.digests.byId(subscription.digestId))
  return subscription && digest ? { subscription, digest } : null
}

/** Ends a subscription; synced when it returns, and honoured by every mail not yet on its way. Twice is as once. */
export async function unsubscribe(
  house: Pick<House, 'store' | 'clock'>,
  subscription: Subscription,
  actor: Actor,
): Promise<'done' | 'already'> {
  const at = house.clock.now()
  return house.store.transaction(async (tx) => {
    if (!(await tx.subscribers.move(subscription.id, 'active', 'unsubscribed', at))) return 'already'
    await tx.deliveries.withdraw(subscription.subscriberId, subscription.digestId, 'unsubscribed', at)
    const subject = `subscription:${subscription.id}`
    await tx.audit.append({ at, actor, action: 'unsubscribe', subject })
    return 'done'
  })
}

/** Undoes an unsubscribe, with the choices as they were. */
export async function resubscribe(
  house: Pick<House, 'store' | 'clock'>,
  subscription: Subscription,
  actor: Actor,
): Promise<'done' | 'already'> {
  const at = house.clock.now()
  return house.store.transaction(async (tx) => {
    if (!(await tx.subscribers.move(subscription.id, 'unsubscribed', 'active', at))) return 'already'
    const subject = `subscription:${subscription.id}`
    await tx.audit.append({ at, actor, action: 'resubscribe', subject })
    return 'done'
  })
}
