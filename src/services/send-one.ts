import type { Cut } from '../core/edition.ts'
import { localDate } from '../core/schedule.ts'
import type { MailMemory } from '../mail/message.ts'
import type { SendOutcome, Session } from '../mail/transport.ts'
import type { Claim, Finish } from '../store/claims.ts'
import type { Subscription } from '../store/subscribers.ts'
import { giveUpAt, retryAt } from './backoff.ts'
import type { DeliverRoom } from './house.ts'
import type { Ledger } from './ledger.ts'
import type { Press } from './press.ts'

/** A claimed row with all that its mail depends on. */
export interface Addressee {
  claim: Claim
  subscription: Subscription
  last: { frozenAt: Temporal.Instant } | null
}

/** A connection, with the memory its mails are filled in. */
export interface Line {
  session: Session
  memory: MailMemory
}

/** Cuts, fills and sends one mail, and writes what became of it. Gives the variant's name. */
export async function sendOne(
  house: DeliverRoom,
  { sheet, cut, variant, mail }: Press,
  ledger: Ledger,
  { session, memory }: Line,
  { claim, subscription, last }: Addressee,
): Promise<string> {
  const chosen = cut(
    { topics: subscription.topics },
    last && { frozenAt: last.frozenAt, date: localDate(last.frozenAt, sheet.digest.timeZone) },
  )
  const ended = (finish: Partial<Finish> & Pick<Finish, 'to' | 'from'>) =>
    ledger.finish({ claim, reply: null, reason: null, content: null, nextAttemptAt: null, ...finish })
  if (!chosen.ok) {
    await ended({ from: 'claimed', to: 'skipped', reason: chosen.reason })
    return ''
  }
  const made = variant(chosen)
  const state = { inflight: false }
  const outcome = await session.send({
    from: sheet.newsroom.sender.email,
    to: subscription.email,
    size: made.bytes,
    isRelaxed: made.isRelaxed,
    body: () => mail(made, { ...claim, email: subscription.email }, memory),
    beforeBody: async () => {
      state.inflight = await ledger.markInflight(claim)
      return state.inflight
    },
  })
  await ended(finishOf(house, sheet.frozenAt, claim, outcome, state.inflight, contentOf(made, chosen)))
  return chosen.blocks.join(' ')
}

/** What a delivery keeps of its mail, so that it can be explained later. */
function contentOf(made: { subject: string; bytes: number }, cut: Extract<Cut, { ok: true }>): string {
  return JSON.stringify({ subject: made.subject, bytes: made.bytes, blocks: cut.blocks, topics: cut.topics })
}

function finishOf(
  house: DeliverRoom,
  frozenAt: Temporal.Instant,
  claim: Claim,
  outcome: SendOutcome,
  inflight: boolean,
  content: string,
): Partial<Finish> & Pick<Finish, 'to' | 'from'> {
  const from = inflight ? 'inflight' : 'claimed'
  switch (outcome.outcome) {
    case 'sent':
      return { from, to: 'sent', reply: outcome.reply, content }
    case 'unknown':
      return {
        from,
        to: 'unknown',
        reply: outcome.reply,
        content,
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
