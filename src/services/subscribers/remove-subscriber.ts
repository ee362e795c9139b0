import { addressHash } from '../../core/addresses/address.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Actor } from '../../core/entities/actor.ts'
import type { SubscriptionStatus } from '../../core/entities/states.ts'
import { requirePermission } from '../../core/permissions.ts'
import { findSubscription } from './find-subscription.ts'
import type { Context } from '../context.ts'
import { keptIf } from '../kept-if.ts'
import { suppress } from './suppressions/suppress-address.ts'
import { suppressionKey } from './suppression-key.ts'
import { erasePerson } from './erasing/erase-reader.ts'
import { endSubscription } from './leaving/unsubscribe.ts'

export interface Removal {
  /** Deletes the person's data: address, name, choices and the contents of their e-mails; the ledger keeps only numbers. */
  erase: boolean
  /** Why the address is to be suppressed, for every digest; null if it is not. */
  suppress: string | null
  dryRun: boolean
}

export interface Removed {
  email: string
  /** The status of the subscription before. */
  was: SubscriptionStatus
  unsubscribed: 'done' | 'already'
  /** Null if it was not asked for. */
  suppressed: 'done' | 'already' | null
}

/**
 * Unsubscribes an address from a digest, and optionally also suppresses it or erases the person in every digest; an erased address stays
 * suppressed. One transaction, rolled back on a dry run. Throws `not-found` if it is not subscribed.
 */
export async function removeSubscriber(
  context: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  email: string,
  removal: Removal,
  actor: Actor,
): Promise<Removed> {
  requirePermission(actor, 'change-subscribers', digest.id)
  if (removal.erase || removal.suppress !== null) requirePermission(actor, 'change-suppressions', null)
  const subscription = await findSubscription(context, digest, email)
  const { subscriberId } = subscription
  const hash = addressHash(await suppressionKey(context), subscription.email)
  const at = context.clock.now()
  return keptIf(
    context.store,
    () => !removal.dryRun,
    async (tx) => {
      if (removal.erase) await tx.subscribers.lock(subscriberId)
      const unsubscribed = await endSubscription(tx, subscription, { at, actor, link: null })
      const suppressed =
        removal.suppress === null ? null : await suppress(tx, hash, { reason: removal.suppress, actor }, at)
      if (removal.erase) await erasePerson(tx, subscriberId, { at, actor })
      return { email: subscription.email, was: subscription.status, unsubscribed, suppressed }
    },
  )
}
