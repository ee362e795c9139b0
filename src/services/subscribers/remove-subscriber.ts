import type { Actor } from '../../core/ports.ts'
import type { Digest } from '../../core/newsroom.ts'
import { findSubscription } from './find-subscription.ts'
import type { House } from '../house.ts'
import { unsubscribe } from './unsubscribe.ts'

/** Unsubscribes an address from a digest. Throws `not-found` where it does not subscribe. */
export async function removeSubscriber(
  house: Pick<House, 'store' | 'clock'>,
  digest: Digest,
  email: string,
  actor: Actor,
): Promise<'done' | 'already'> {
  return unsubscribe(house, await findSubscription(house, digest, email), actor)
}

/** Erases a person: address, name, choices and what their mails held; the ledger keeps bare numbers. */
export async function eraseSubscriber(
  house: Pick<House, 'store' | 'clock'>,
  digest: Digest,
  email: string,
  actor: Actor,
): Promise<void> {
  const { subscriberId } = await findSubscription(house, digest, email)
  const at = house.clock.now()
  await house.store.transaction(async (tx) => {
    await tx.deliveries.withdraw(subscriberId, null, 'erased', at)
    await tx.subscribers.erase(subscriberId)
    await tx.audit.append({ at, actor, action: 'erase', subject: `subscriber:${subscriberId}` })
  })
}
