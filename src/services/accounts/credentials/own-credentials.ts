import type { Passkey } from '../../../core/entities/account.ts'
import type { Context } from '../../context.ts'
import type { FoundSession } from '../sessions/find-session.ts'

/** An account's credentials, as shown to its owner. */
export async function ownCredentials(
  { store }: Pick<Context, 'store'>,
  { account }: FoundSession,
): Promise<{ passkeys: Passkey[]; recoveryCodesLeft: number }> {
  return {
    passkeys: await store.credentials.passkeys(account.id),
    recoveryCodesLeft: await store.credentials.recoveryCodesLeft(account.id),
  }
}
