import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { erasePerson } from '../erasing/erase-reader.ts'
import type { OpenedOwnLink } from './own-link.ts'

/** Erases a subscriber at their own request, in every digest. False if the link was used meanwhile. Uses up the link. */
export async function eraseSelf(
  context: Pick<Context, 'store' | 'clock'>,
  { hash, subscription: { id, subscriberId, digestId } }: OpenedOwnLink,
  actor: Actor,
): Promise<boolean> {
  requirePermission(actor, 'change-subscription', digestId, id)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (!(await tx.subscribers.lock(subscriberId))) return false
    if (!(await tx.readerLinks.use(hash, at))) return false
    return erasePerson(tx, subscriberId, { at, actor })
  })
}
