import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { accountById } from './find-account.ts'
import { requireAnotherAdmin } from './last-admin.ts'

/**
 * Prevents an account from signing in; its sessions end and its links become invalid. Its past actions keep its name. Throws `conflict` if
 * nobody else could manage accounts.
 */
export async function disableAccount(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  id: number,
): Promise<'done' | 'already'> {
  requirePermission(actor, 'change-accounts', null)
  const at = clock.now()
  return store.transaction(async (tx) => {
    await tx.lock('accounts')
    await accountById(tx, id)
    await requireAnotherAdmin(tx, id)
    if (!(await tx.accounts.setDisabled(id, at))) return 'already'
    const sessions = await tx.sessions.endAll(id)
    await tx.signIns.dropLinks(id)
    const detail = { sessions }
    await tx.audit.append({ at, actor, action: 'disable-account', subject: `account:${id}`, detail })
    return 'done'
  })
}

/** Lets an account sign in again, with its former credentials. */
export async function enableAccount(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  id: number,
): Promise<'done' | 'already'> {
  requirePermission(actor, 'change-accounts', null)
  return store.transaction(async (tx) => {
    await accountById(tx, id)
    if (!(await tx.accounts.setDisabled(id, null))) return 'already'
    await tx.audit.append({ at: clock.now(), actor, action: 'enable-account', subject: `account:${id}` })
    return 'done'
  })
}
