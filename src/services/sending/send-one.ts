import type { LastDelivery } from '../../core/edition.ts'
import type { MailMemory } from '../../mail/message.ts'
import type { SendOutcome, Session } from '../../mail/transport.ts'
import type { Claim, Finish } from '../../store/claims.ts'
import type { Subscription } from '../../store/subscribers.ts'
import { giveUpAt, retryAt } from './backoff.ts'
import type { DeliverRoom } from '../house.ts'
import type { KeptVariants } from './kept-variants.ts'
import type { Ledger } from './ledger.ts'
import type { Pace } from './pace.ts'
import type { Press } from '../editions/press.ts'

/** A claimed row with all that its mail depends on. */
export interface Addressee {
  claim: Claim
  subscription: Subscription
  last: LastDelivery | null
}

/** A connection, with the memory its mails are filled in and the variants that are kept. */
export interface Line {
  session: Session
  memory: MailMemory
  variants: KeptVariants
  pace: Pace
}

/** Cuts, fills and sends one mail, and tells the ledger what became of it. */
export async function sendOne(
  house: DeliverRoom,
  press: Press,
  ledger: Ledger,
  { session, memory, variants, pace }: Line,
  { claim, subscription, last }: Addressee,
): Promise<SendOutcome['outcome'] | 'skipped' | 'put off'> {
  const { sheet } = press
  const chosen = press.cut({ topics: subscription.topics }, last)
  const ended = (finish: Partial<Finish> & Pick<Finish, 'to' | 'from'>) =>
    ledger.finish({ claim, reply: null, reason: null, variant: null, nextAttemptAt: null, ...finish })
  if (!chosen.ok) {
    ended({ from: 'claimed', to: 'skipped', reason: chosen.reason })
    return 'skipped'
  }
  const variant = press.variant(chosen)
  await variants.keep(variant, chosen)
  const leave = await pace.leave(subscription.email)
  if (!leave.ok) {
    if (leave.until)
      ended({ from: 'claimed', reason: leave.reason, ...later(sheet.frozenAt, claim, leave.until) })
    else ended({ from: 'claimed', to: 'queued' })
    return 'put off'
  }
  const state = { inflight: false }
  const outcome = await session.send({
    from: sheet.newsroom.sender.email,
    to: subscription.email,
    size: variant.bytes,
    isRelaxed: variant.isRelaxed,
    body: () => press.mail(variant, { ...claim, email: subscription.email }, memory),
    beforeBody: async () => {
      state.inflight = await ledger.markInflight(claim)
      return state.inflight
    },
  })
  await leave.end(outcome)
  ended({
    ...finishOf(house, sheet.frozenAt, claim, outcome, state.inflight),
    ...(state.inflight && { variant: variant.key }),
  })
  return outcome.outcome
}

function finishOf(
  house: DeliverRoom,
  frozenAt: Temporal.Instant,
  claim: Claim,
  outcome: SendOutcome,
  inflight: boolean,
): Partial<Finish> & Pick<Finish, 'to' | 'from'> {
  const from = inflight ? 'inflight' : 'claimed'
  switch (outcome.outcome) {
    case 'sent':
      return { from, to: 'sent', reply: outcome.reply }
    case 'unknown':
      return {
        from,
        to: 'unknown',
        reply: outcome.reply,
        reason: 'the connection was lost after the body began',
      }
    case 'failed':
      return {
        from,
        to: 'failed',
        reply: outcome.reply,
        reason: `refused at ${outcome.stage}`,
        isAddressDead: outcome.blame === 'address',
      }
    case 'deferred':
      return { from, reply: outcome.reply, ...later(frozenAt, claim, retryAt(house, claim.attempts + 1)) }
    // Consent, lease, pause or stop changed: back to the queue, where `skipWithdrawn` gives the reason.
    case 'withdrawn':
      return { from: 'claimed', to: 'queued' }
  }
}

/** Another try, or none where the edition's hour of giving up comes first. */
function later(frozenAt: Temporal.Instant, { dueAt }: Claim, next: Temporal.Instant) {
  return Temporal.Instant.compare(next, giveUpAt(frozenAt, dueAt)) > 0
    ? { to: 'failed' as const, reason: 'given up at the edition’s hour' }
    : { to: 'deferred' as const, nextAttemptAt: next }
}
