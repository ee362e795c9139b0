import { localDate } from '../core/schedule.ts'
import type { MailMemory } from '../mail/message.ts'
import type { SendOutcome, Session } from '../mail/transport.ts'
import type { Claim, Finish } from '../store/claims.ts'
import type { Subscription } from '../store/subscribers.ts'
import { giveUpAt, retryAt } from './backoff.ts'
import type { DeliverRoom } from './house.ts'
import type { KeptVariants } from './kept-variants.ts'
import type { Ledger } from './ledger.ts'
import type { Press } from './press.ts'

/** A claimed row with all that its mail depends on. */
export interface Addressee {
  claim: Claim
  subscription: Subscription
  last: { frozenAt: Temporal.Instant } | null
}

/** A connection, with the memory its mails are filled in and the variants that are kept. */
export interface Line {
  session: Session
  memory: MailMemory
  variants: KeptVariants
}

/** Cuts, fills and sends one mail, and tells the ledger what became of it. */
export async function sendOne(
  house: DeliverRoom,
  press: Press,
  ledger: Ledger,
  { session, memory, variants }: Line,
  { claim, subscription, last }: Addressee,
): Promise<SendOutcome['outcome'] | 'skipped'> {
  const { sheet } = press
  const chosen = press.cut(
    { topics: subscription.topics },
    last && { frozenAt: last.frozenAt, date: localDate(last.frozenAt, sheet.digest.timeZone) },
  )
  const ended = (finish: Partial<Finish> & Pick<Finish, 'to' | 'from'>) =>
    ledger.finish({ claim, reply: null, reason: null, variant: null, nextAttemptAt: null, ...finish })
  if (!chosen.ok) {
    ended({ from: 'claimed', to: 'skipped', reason: chosen.reason })
    return 'skipped'
  }
  const variant = press.variant(chosen)
  await variants.keep(variant, chosen)
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
      return { from, to: 'failed', reply: outcome.reply, reason: `refused at ${outcome.stage}` }
    case 'deferred': {
      const next = retryAt(house, claim.attempts)
      return Temporal.Instant.compare(next, giveUpAt(frozenAt)) > 0
        ? { from, to: 'failed', reply: outcome.reply, reason: 'given up at the edition’s hour' }
        : { from, to: 'deferred', reply: outcome.reply, nextAttemptAt: next }
    }
    // Consent, lease, pause or stop changed: back to the queue, where `skipWithdrawn` gives the reason.
    case 'withdrawn':
      return { from: 'claimed', to: 'queued' }
  }
}
