import { isPassword } from '../secrets/password-hash.ts'
import type { Client } from '../sessions/start-session.ts'
import { enter, type SignInDeps, type SignInResult } from './enter.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'

/**
 * Signs in with address and password, up to a second factor. Whether the account does not exist, has no password, is disabled, or the
 * password is wrong: the answer is the same, and so is the work.
 */
export async function signInWithPassword(
  context: SignInDeps,
  { email, password }: { email: string; password: string },
  /** The session of the same browser, which this one replaces. */
  former: { id: number; accountId: number } | null,
  client: Client,
): Promise<SignInResult> {
  const seconds = await countAttempt(context, email, client.address)
  if (seconds > 0) return { ok: false, code: 'sign-in-throttled', seconds }
  const account = await context.store.accounts.byEmail(email)
  const hash = await context.store.credentials.password(account?.id ?? 0)
  const isTheirs = await isPassword(hash, password)
  if (!isTheirs || !account || account.disabledAt) return { ok: false, code: 'sign-in-refused' }
  // With a second factor, attempts are forgotten only once that was correct, too.
  if (!account.hasTotp) await forgetAttempts(context, email, client.address)
  const formerSession = former?.accountId === account.id ? former.id : null
  const token = await context.store.transaction((tx) =>
    enter(context, tx, account, { proof: 'password', hasSecondFactor: false, formerSession }, client),
  )
  return { ok: true, token }
}
