import {
  nextStep,
  type Account,
  type Session,
  type SignedIn,
  type Step,
} from '../../../core/entities/account.ts'
import type { Context } from '../../context.ts'
import { isForThisMachine } from '../signing-in/demo-place.ts'
import { secretHash } from '../secrets/secret-hash.ts'
import { isWithin, sessionTerms } from './session-terms.ts'

/** A valid session and its account. */
export interface FoundSession {
  session: Session
  account: Account
  /** The next step of signing in; null if the person is signed in. */
  step: Step | null
}

/**
 * The session of a token; null if there is none, or it has ended. Records when somebody was last active, to the minute, except for
 * automatic requests of a page.
 */
export async function findSession(
  { store, clock, settings }: Pick<Context, 'store' | 'clock' | 'settings'>,
  token: string,
  { isByPage = false }: { isByPage?: boolean } = {},
): Promise<FoundSession | null> {
  const session = await store.sessions.byHash(secretHash(token))
  if (!session) return null
  const now = clock.now()
  const hasEnded = Temporal.Instant.compare(session.endsAt, now) <= 0
  if (hasEnded || !isWithin(session.seenAt, sessionTerms.idle, now)) return null
  // The demo skipped the second factor only because nobody else could reach it.
  if (session.proof === 'demo-link' && !isForThisMachine({ settings })) return null
  const account = await store.accounts.byId(session.accountId)
  if (!account || account.disabledAt) return null
  const step = nextStep(account, session, settings.secondFactorOfAll)
  if (step !== null && !isWithin(session.createdAt, sessionTerms.steps, now)) return null
  if (!isByPage && !isWithin(session.seenAt, sessionTerms.seen, now))
    await store.sessions.noteSeen(session.id, now)
  return { session, account, step }
}

/** Who is signed in by a session; null while a step remains. */
export function signedInBy({ session, account, step }: FoundSession): SignedIn | null {
  if (step !== null) return null
  const { id, grants, name, email } = account
  return { actor: { kind: 'account', id, grants }, name, email, signedInAt: session.createdAt }
}

/** Whether somebody signed in so recently that it is surely still them: required for what could do lasting harm. */
export function isFresh({ clock }: Pick<Context, 'clock'>, { signedInAt }: SignedIn): boolean {
  return isWithin(signedInAt, sessionTerms.fresh, clock.now())
}
