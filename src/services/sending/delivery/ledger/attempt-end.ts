import type { SendOutcome } from '../../../../mail/outgoing/transport.ts'
import { said, type Reason, type Said } from '../../../../core/said/said.ts'

/** How an attempt at a mail ended, as the ledger and the outbox write it. */
export interface AttemptEnd {
  from: 'claimed' | 'inflight'
  to: 'sent' | 'deferred' | 'failed' | 'unknown' | 'queued'
  reply: string | null
  reason: Reason | null
  nextAttemptAt: Temporal.Instant | null
  /** The server said for good that there is no such address. */
  isAddressDead: boolean
}

/** What an outcome comes to. A refusal that may pass is tried again at `next`, where that does not come after `giveUp`. */
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
    // Before MAIL was answered, the server has said nothing of this mail: it costs no attempt.
    case 'lost':
      return outcome.stage === 'connect' || outcome.stage === 'mail'
        ? { ...plain, reply: null, ...tryAgain(next, giveUp, outcome.says ?? outcome.reply) }
        : { ...plain, reply: outcome.reply, ...tryAgain(next, giveUp, null) }
    // Consent, lease, pause or stop changed: back to the queue, where whoever looks next finds why.
    case 'withdrawn':
      return { ...plain, from: 'claimed', to: 'queued', reply: null }
  }
}

/** Another try at `next`, or none where that comes after `giveUp`. */
export function tryAgain(
  next: Temporal.Instant,
  giveUp: Temporal.Instant,
  reason: Reason | null,
): Pick<AttemptEnd, 'to' | 'reason' | 'nextAttemptAt'> {
  return Temporal.Instant.compare(next, giveUp) > 0
    ? { to: 'failed', nextAttemptAt: null, reason: givenUp(reason) }
    : { to: 'deferred', nextAttemptAt: next, reason }
}

/** With why it had waited. */
export function givenUp(reason: Reason | null): Said {
  return reason === null ? said('given-up') : said('given-up-because', { why: reason })
}
