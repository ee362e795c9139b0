import type { Step } from '../../../core/entities/account.ts'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { isFresh, signedInBy, type FoundSession } from '../sessions/find-session.ts'

/**
 * Requires that somebody is at this step of their sign-in, or has signed in freshly, before they change their credentials. Throws
 * `not-permitted`.
 */
export function requireChange(context: Pick<Context, 'clock'>, found: FoundSession, step: Step): void {
  if (found.step === step) return
  const signedIn = signedInBy(found)
  if (signedIn && isFresh(context, signedIn)) return
  throw new AppError('not-permitted', said('account-not-fresh'))
}
