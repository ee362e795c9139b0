import type { Account } from '../../../core/entities/account.ts'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import type { Repositories } from '../../../store/store.ts'

/** The account with an address. Throws `not-found`. */
export async function findAccount(
  { store }: { store: Pick<Repositories, 'accounts'> },
  email: string,
): Promise<Account> {
  const account = await store.accounts.byEmail(email.trim())
  if (account) return account
  throw new AppError('not-found', said('account-unknown', { email }))
}

/** The account with an id. Throws `not-found`. */
export async function accountById(tx: Pick<Repositories, 'accounts'>, id: number): Promise<Account> {
  const account = await tx.accounts.byId(id)
  if (account) return account
  throw new AppError('not-found', said('account-none'))
}
