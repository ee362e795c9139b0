import { isPassword } from '../secrets/password-hash.ts'
import type { Client } from '../sessions/start-session.ts'
import { enter, type SignInDeps, type SignInResult } from './enter.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'

/**
 * Signs in with address and password, as far as a second factor allows. Whether there is such an account, it has no password, it
 * is disabled or the password is another: the answer is the same, and so is the work.
 */
export async function signInWithPassword(
  context: SignInDeps,
  { email, password }: { email: string; password: string },
  /** The session of the same browser, which this one takes the place of. */
  former: { id: number; accountId: number } | null,
  client: Client,
): Promise<SignInResult> {
  const seconds = await countAttempt(context, email, client.address)
  if (seconds > 0) return { ok: false, code: 'sign-in-throttled', seconds }
  const account = await context.store.accounts.byEmail(email)
  const hash = await context.store.credentials.password(account?.id ?? 0)
  const isTheirs = await isPassword(hash, password)
  if (!isTheirs || !account || account.disabledAt) return { ok: false, code: 'sign-in-refused' }
  // With a second factor, attempts are forgotten once that was right too.
  if (!account.hasTotp) await forgetAttempts(context, email, client.address)
  const formerSession = former?.accountId === account.id ? former.id : null
  const token = await context.store.transaction((tx) =>
    enter(context, tx, account, { proof: 'password', hasSecondFactor: false, formerSession }, client),
  )
  return { ok: true, token }
}
