import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { endSubscription } from '../leaving/unsubscribe.ts'
import { suppressionKey } from '../suppression-key.ts'
import type { OpenedOwnLink } from './own-link.ts'

/**
 * Forgets a subscriber at their own wish, in every digest (GDPR, article 17): mails that wait are skipped, the ledger keeps bare
 * numbers, a suppression keeps its hash. False where the link was used meanwhile. It uses the link up.
 */
export async function eraseSelf(
  context: Pick<Context, 'store' | 'clock'>,
  { hash, subscription: { id, subscriberId, email, digestId } }: OpenedOwnLink,
  actor: Actor,
): Promise<boolean> {
  requirePermission(actor, 'change-subscription', digestId, id)
  const key = addressHash(await suppressionKey(context), email)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (!(await tx.subscribers.hold(subscriberId))) return false
    if (!(await tx.readerLinks.use(hash, at))) return false
    for (const one of await tx.subscribers.byHash(key))
      await endSubscription(tx, one, { at, actor, link: null })
    await tx.deliveries.withdraw(subscriberId, null, said('erased'), at)
    await tx.subscribers.erase(subscriberId)
    await tx.audit.append({ at, actor, action: 'erase', subject: `subscriber:${subscriberId}` })
    return true
  })
}
