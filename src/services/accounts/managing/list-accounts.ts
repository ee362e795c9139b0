import type { Account } from '../../../core/entities/account.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

/** Every account, by address. Only those who may change accounts see them. */
export async function listAccounts({ store }: Pick<Context, 'store'>, actor: Actor): Promise<Account[]> {
  requirePermission(actor, 'change-accounts', null)
  return store.accounts.list()
}
