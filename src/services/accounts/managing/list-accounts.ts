import type { Account } from '../../../core/entities/account.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

/** Every account, by address. Only who may change them sees them. */
export async function listAccounts({ store }: Pick<Context, 'store'>, actor: Actor): Promise<Account[]> {
  requirePermission(actor, 'change-accounts', null)
  return store.accounts.list()
}
