import type { Session } from '../../../core/entities/account.ts'
import type { Context } from '../../context.ts'
import { selfActor } from '../self-actor.ts'
import { isWithin, sessionTerms } from './session-terms.ts'
import type { FoundSession } from './find-session.ts'

/** Where an account is signed in, most recently active first. */
export async function ownSessions(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { account }: FoundSession,
): Promise<Session[]> {
  const now = clock.now()
  return (await store.sessions.of(account.id)).filter(
    ({ endsAt, seenAt }) =>
      Temporal.Instant.compare(endsAt, now) > 0 && isWithin(seenAt, sessionTerms.idle, now),
  )
}

/** Ends one session of an account by its id, or with null all except this one. */
export async function endOwnSession(
  context: Pick<Context, 'store' | 'clock'>,
  { account, session }: FoundSession,
  id: number | null,
): Promise<void> {
  await context.store.transaction(async (tx) => {
    const ended =
      id === null ? await tx.sessions.endAll(account.id, session.id) : await tx.sessions.end(account.id, id)
    if (!ended) return
    const isHere = id === session.id
    await tx.audit.append({
      at: context.clock.now(),
      actor: selfActor(account),
      action: isHere ? 'sign-out' : 'end-sessions',
      subject: `account:${account.id}`,
    })
  })
}
