import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { isSuppressed } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { readReason } from '../../read-reason.ts'
import { lift } from '../suppressions/suppress-address.ts'
import { suppressionKey } from '../suppression-key.ts'

/**
 * Resubscribes a reader who left, or whose address is suppressed, because they asked for it: with the reason, which is stored. Previous
 * choices are kept. Throws `bad-input` without a reason; refuses if they get e-mail already, or never confirmed.
 */
export async function resubscribe(
  context: Pick<Context, 'store' | 'clock'>,
  { id, subscriberId, digestId, email }: Subscription,
  reason: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', digestId)
  const why = readReason(reason)
  const hash = addressHash(await suppressionKey(context), email)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (!(await tx.subscribers.lock(subscriberId))) return refused('reader-gone')
    const inForce = await tx.suppressions.ofDomain(email)
    // A domain's suppression is lifted for the whole domain, not for one reader.
    if (inForce) return { ok: false, ...isSuppressed(email, inForce) }
    const suppression = await tx.suppressions.of(hash)
    if (suppression) {
      requirePermission(actor, 'change-suppressions', null)
      await lift(tx, hash, { reason: why, actor }, at)
    }
    const isBack = (await tx.subscribers.byId(id))?.status === 'unsubscribed'
    if (!isBack && !suppression) return refused('reader-gets-mail')
    if (isBack) await tx.subscribers.move(id, 'unsubscribed', 'active', at)
    const detail = { reason: why, isBack, ...(suppression && { lifted: suppression.reason }) }
    await tx.audit.append({ at, actor, action: 'resubscribe', subject: `subscription:${id}`, detail })
    return { ok: true }
  })
}
