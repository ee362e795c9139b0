import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { sentence } from '../../../wording/wording.ts'
import type { Context } from '../../context.ts'
import { suppressionKey } from '../suppression-key.ts'
import type { OpenedOwnLink } from './own-link.ts'

/** Entries of the audit log about one thing at most. */
const mostEntries = 10_000

/** Everything that is stored about a subscriber, as plain data; null where the link was used meanwhile. It uses the link up. */
export async function exportOwnData(
  context: Pick<Context, 'store' | 'clock'>,
  { hash, subscription: { id, subscriberId, email, digestId } }: OpenedOwnLink,
  actor: Actor,
): Promise<object | null> {
  requirePermission(actor, 'change-subscription', digestId, id)
  const key = addressHash(await suppressionKey(context), email)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (!(await tx.readerLinks.use(hash, at))) return null
    await tx.audit.append({ at, actor, action: 'export', subject: `subscription:${id}` })
    const own = await tx.subscribers.byHash(key)
    const digests = await tx.digests.list()
    const subscriptions = await Promise.all(
      own.map(async ({ digestId: digest, subscriberId: _person, email: _email, name: _name, ...rest }) => ({
        ...rest,
        digest: digests.find((one) => one.id === digest)?.name ?? '',
        signUps: await tx.signUps.of(rest.id),
        history: await tx.audit.of(`subscription:${rest.id}`, mostEntries),
      })),
    )
    const messages = await tx.ownData.messages(subscriberId)
    return {
      at,
      person: await tx.ownData.person(subscriberId),
      suppression: await tx.suppressions.of(key),
      subscriptions,
      deliveries: await tx.ownData.deliveries(subscriberId),
      messages: messages.map((each) => ({ ...each, subject: sentence('en', each.subject) })),
      history: await tx.audit.of(`subscriber:${subscriberId}`, mostEntries),
    }
  })
}
