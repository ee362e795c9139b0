import type { SendOutcome } from '../../../../mail/outgoing/transport.ts'
import { said, type Reason, type Said } from '../../../../core/said/said.ts'

/** How an attempt to send an e-mail ended, as the ledger and the outbox record it. */
export interface AttemptEnd {
  from: 'claimed' | 'inflight'
  to: 'sent' | 'deferred' | 'failed' | 'unknown' | 'queued'
  reply: string | null
  reason: Reason | null
  nextAttemptAt: Temporal.Instant | null
  /** The server said permanently that the address does not exist. */
  isAddressDead: boolean
}

/** The state that follows from an outcome. A temporary refusal is retried at `next`, unless that is after `giveUp`. */
export function endOf(
  outcome: SendOutcome,
  isInflight: boolean,
  next: Temporal.Instant,
  giveUp: Temporal.Instant,
): AttemptEnd {
  const from = isInflight ? 'inflight' : 'claimed'
  const plain = { from, reason: null, nextAttemptAt: null, isAddressDead: false } as const
  switch (outcome.outcome) {
    case 'sent':
      return { ...plain, to: 'sent', reply: outcome.reply }
    case 'unknown':
      return {
        ...plain,
        to: 'unknown',
        reply: outcome.reply,
        reason: said('connection-lost'),
      }
    case 'failed':
      return {
        ...plain,
        to: 'failed',
        reply: outcome.says ? null : outcome.reply,
        reason: outcome.says ?? said('refused-at', { stage: outcome.stage }),
        isAddressDead: outcome.blame === 'address',
      }
    case 'deferred':
      return { ...plain, reply: outcome.reply, ...tryAgain(next, giveUp, null) }
    // Until it answers MAIL, the server has said nothing about this e-mail, so no attempt is counted.
    case 'lost':
      return outcome.stage === 'connect' || outcome.stage === 'mail'
        ? { ...plain, reply: null, ...tryAgain(next, giveUp, outcome.says ?? outcome.reply) }
        : { ...plain, reply: outcome.reply, ...tryAgain(next, giveUp, null) }
    // Consent, lease, pause or stop changed: back to the queue, where the next check finds the reason.
    case 'withdrawn':
      return { ...plain, from: 'claimed', to: 'queued', reply: null }
  }
}

/** Another attempt at `next`, or none if that is after `giveUp`. */
export function tryAgain(
  next: Temporal.Instant,
  giveUp: Temporal.Instant,
  reason: Reason | null,
): Pick<AttemptEnd, 'to' | 'reason' | 'nextAttemptAt'> {
  return Temporal.Instant.compare(next, giveUp) > 0
    ? { to: 'failed', nextAttemptAt: null, reason: givenUp(reason) }
    : { to: 'deferred', nextAttemptAt: next, reason }
}

/** With the reason why it had waited. */
export function givenUp(reason: Reason | null): Said {
  return reason === null ? said('given-up') : said('given-up-because', { why: reason })
}
