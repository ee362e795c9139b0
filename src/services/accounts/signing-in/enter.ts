import { nextStep, type Account } from '../../../core/entities/account.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { selfActor } from '../self-actor.ts'
import { startSession, type Begun, type Client } from '../sessions/start-session.ts'

export type SignInFault =
  'sign-in-refused' | 'sign-in-throttled' | 'code-refused' | 'passkey-refused' | 'link-refused'

/** The token of the new session, or why there is none. */
export type SignInResult = { ok: true; token: string } | { ok: false; code: SignInFault; seconds?: number }

export type SignInDeps = Pick<Context, 'store' | 'clock' | 'random' | 'settings' | 'linkKeys' | 'events'>

/**
 * Continues with what was proven: the previous session ends, and another begins with its own token, so that one that somebody else knew or
 * set is worthless. If no step remains, it is recorded as a sign-in.
 */
export async function enter(
  context: Pick<Context, 'clock' | 'random' | 'settings'>,
  tx: Transaction,
  account: Account,
  begun: Omit<Begun, 'accountId'> & { formerSession: number | null },
  client: Client,
): Promise<string> {
  const at = context.clock.now()
  const { formerSession, ...proven } = begun
  if (formerSession !== null) await tx.sessions.end(account.id, formerSession)
  const token = await startSession(context, tx, { accountId: account.id, ...proven }, client)
  const now = (await tx.accounts.byId(account.id)) ?? account
  if (nextStep(now, proven, context.settings.secondFactorOfAll) !== null) return token
  await tx.accounts.noteSignIn(account.id, at)
  await tx.audit.append({
    at,
    actor: selfActor(account),
    action: 'sign-in',
    subject: `account:${account.id}`,
    detail: { by: proven.proof, secondFactor: proven.hasSecondFactor, address: client.address },
  })
  return token
}
