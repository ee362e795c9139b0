import type { Actor, Grant } from '../../../core/entities/actor.ts'
import { may, requirePermission } from '../../../core/permissions.ts'
import type { Said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { accountById } from './find-account.ts'
import { grantFault, grantsText } from './grants.ts'
import { requireAnotherAdmin } from './last-admin.ts'

/**
 * Replaces the roles of an account, with immediate effect; if it now needs a second factor and has none, it must set one up first. Throws
 * `conflict` if nobody could manage accounts afterwards.
 */
export async function setGrants(
  context: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  id: number,
  grants: readonly Grant[],
): Promise<{ ok: true } | { ok: false; reason: Said }> {
  requirePermission(actor, 'change-accounts', null)
  const fault = await grantFault(context, grants)
  if (fault !== null) return { ok: false, reason: fault }
  await context.store.transaction(async (tx) => {
    await tx.lock('accounts')
    const before = await accountById(tx, id)
    const staysAdmin = may({ kind: 'account', id, grants }, 'change-accounts', null)
    if (!staysAdmin) await requireAnotherAdmin(tx, id)
    await tx.accounts.setGrants(id, grants)
    const detail = { before: grantsText(before.grants), after: grantsText(grants) }
    const at = context.clock.now()
    await tx.audit.append({ at, actor, action: 'set-roles', subject: `account:${id}`, detail })
  })
  return { ok: true }
}
