import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { endSubscription } from '../leaving/unsubscribe.ts'
import { readReason } from '../../read-reason.ts'
import { suppress } from '../suppressions/suppress-address.ts'
import { suppressionKey } from '../suppression-key.ts'

/**
 * Ends a reader's subscription for an admin, with the reason; with `never` the address is also suppressed for every digest. Waiting e-mails
 * are skipped. Throws `bad-input` without a reason; refuses if nothing would change.
 */
export async function stopMailing(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  { reason, never }: { reason: string; never: boolean },
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', subscription.digestId)
  if (never) requirePermission(actor, 'change-suppressions', null)
  const why = readReason(reason)
  const hash = addressHash(await suppressionKey(context), subscription.email)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (!(await tx.subscribers.lock(subscription.subscriberId))) return refused('reader-gone')
    const isToSuppress = never && (await tx.suppressions.of(hash)) === null
    const detail = { reason: why, ...(isToSuppress && { suppressed: hash }) }
    const ended = await endSubscription(tx, subscription, { at, actor, link: null, detail })
    if (ended === 'already' && !isToSuppress) return refused('reader-gets-none')
    if (isToSuppress) await suppress(tx, hash, { reason: why, actor }, at)
    return { ok: true }
  })
}
