import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import { selfActor } from '../self-actor.ts'

/** Throws `conflict` if an account is the last that can manage accounts. Call it while holding the lock `accounts`. */
export async function requireAnotherAdmin(tx: Pick<Transaction, 'accounts'>, id: number): Promise<void> {
  const admins = (await tx.accounts.list()).filter(
    (account) => !account.disabledAt && may(selfActor(account), 'change-accounts', null),
  )
  if (admins.length === 1 && admins[0]?.id === id)
    throw new AppError('conflict', said('account-last-admin', { email: admins[0].email }))
}
