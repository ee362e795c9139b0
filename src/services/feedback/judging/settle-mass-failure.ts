import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { suppress } from '../../subscribers/suppressions/suppress-address.ts'
import { asReason } from './suppress-for.ts'

/** What a person decides about a mass failure: the addresses do not exist, or the server was broken. */
export type MassFailureDecision = 'suppress' | 'drop'

/** Settles a domain's failures that wait for a person; returns how many. */
export async function settleMassFailure(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { domain, decision }: { domain: string; decision: MassFailureDecision },
  actor: Actor,
): Promise<number> {
  requirePermission(actor, 'change-suppressions', null)
  const at = clock.now()
  return store.transaction(async (tx) => {
    let count = 0
    for (const { id, hash, says, reason } of await tx.feedback.heldOf(domain.toLowerCase())) {
      if (!(await tx.feedback.move(id, 'held', decision === 'suppress' ? 'suppressed' : 'dropped'))) continue
      count += 1
      if (decision === 'drop' || hash === null) continue
      await suppress(tx, hash, { reason: asReason(says === '' ? reason : says), actor }, at)
      await tx.suppressions.prove(hash, id)
    }
    if (count > 0)
      await tx.audit.append({
        at,
        actor,
        action: 'settle-wave',
        subject: `domain:${domain.toLowerCase()}`,
        detail: { decision, count },
      })
    return count
  })
}
