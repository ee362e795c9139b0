import type { Actor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { accountById } from './find-account.ts'
import { makeLink, type MadeLink } from './make-link.ts'

/**
 * Makes a one-time link by which an account's owner can choose new credentials; an existing second factor is still required. Throws
 * `conflict` if the account is disabled.
 */
export async function linkAccount(
  context: Pick<Context, 'store' | 'clock' | 'random' | 'settings' | 'linkKeys'>,
  actor: Actor,
  id: number,
): Promise<MadeLink> {
  requirePermission(actor, 'change-accounts', null)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    const account = await accountById(tx, id)
    if (account.disabledAt) throw new AppError('conflict', said('account-disabled', { email: account.email }))
    const isNew = !account.hasPassword && account.passkeys === 0
    await tx.audit.append({ at, actor, action: 'link-account', subject: `account:${id}` })
    return makeLink(context, tx, account, isNew ? 'invitation' : 'link')
  })
}
