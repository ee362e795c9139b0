import type { Actor } from '../../../../core/entities/actor.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import { alertApprovalLost } from '../../../alerts/alert-approvals.ts'
import { begin, type ChangeBasis, type Changed } from '../make-change.ts'
import type { ChangeDeps } from '../run-change.ts'
import { refused } from '../../../../core/said/said.ts'

/**
 * Makes an approved edition a draft again without changing its contents. Its revision is raised, so that whoever approved it has to do so
 * again.
 */
export async function takeBackApproval(
  { store, clock }: ChangeDeps,
  basis: ChangeBasis,
  actor: Actor,
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  return store.transaction(async (tx) => {
    const begun = await begin(tx, basis)
    if ('ok' in begun) return begun
    const { edition } = begun
    if (edition?.status !== 'approved')
      return { ok: true, change: null, revision: edition?.revision ?? null, wasApproved: false }
    if (!(await tx.revisions.raise(edition.id, edition.revision)))
      return refused('not-changeable', { status: edition.status })
    const subject = `edition:${edition.id}`
    const at = clock.now()
    await tx.audit.append({ at, actor, action: 'take-back', subject, detail: {} })
    await alertApprovalLost(tx, edition, 'taken-back', actor, at)
    return { ok: true, change: null, revision: edition.revision + 1, wasApproved: true }
  })
}
