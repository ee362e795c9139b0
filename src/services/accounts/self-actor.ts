import type { Account, AccountActor } from '../../core/entities/account.ts'

/** An account as an actor on itself: what it has proven by its own credentials needs no permission. */
export function selfActor({ id, grants }: Pick<Account, 'id' | 'grants'>): AccountActor {
  return { kind: 'account', id, grants }
}
