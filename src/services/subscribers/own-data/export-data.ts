import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { dataOfReader } from './data-of-reader.ts'
import type { OpenedOwnLink } from './own-link.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** Everything that is stored about a subscriber, at their own request; null if the link was used meanwhile. Uses up the link. */
export async function exportOwnData(
  { store, clock }: Deps,
  { hash, subscription: { id, subscriberId, digestId } }: OpenedOwnLink,
  actor: Actor,
): Promise<object | null> {
  requirePermission(actor, 'change-subscription', digestId, id)
  const at = clock.now()
  return store.transaction(async (tx) => {
    if (!(await tx.readerLinks.use(hash, at))) return null
    await tx.audit.append({ at, actor, action: 'export', subject: `subscription:${id}` })
    return dataOfReader(tx, subscriberId, at)
  })
}

/** The same for an admin whom the person asked (GDPR, article 15); null if they are gone. */
export async function exportReaderData(
  { store, clock }: Deps,
  subscriberId: number,
  actor: Actor,
): Promise<object | null> {
  requirePermission(actor, 'change-subscribers', null)
  const at = clock.now()
  return store.transaction(async (tx) => {
    if (!(await tx.subscribers.lock(subscriberId))) return null
    await tx.audit.append({ at, actor, action: 'export', subject: `subscriber:${subscriberId}` })
    return dataOfReader(tx, subscriberId, at)
  })
}
