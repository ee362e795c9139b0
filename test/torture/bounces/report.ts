import type { FeedbackOutcome } from '../../../src/core/entities/feedback/feedback.ts'
import type { Posted } from '../../mail/hooks/support.ts'

/** A report, and its expected outcome. */
export interface Expected {
  /** Identifies its rows: `X-Report: 17` is in each message, and a field of each event. */
  mark: string
  /** One of these; a message that cannot be matched to an e-mail of ours has several. */
  outcomes: readonly FeedbackOutcome[]
  /** The address that it suppresses; null: none. */
  suppresses: string | null
}

export interface TortureReport extends Expected {
  bytes: Buffer
  envelope: string | null
}

export interface TortureEvent extends Expected {
  /** The subscription of which the service reports an arrival, or an unsubscribe; otherwise null. */
  arrived: number | null
  left: number | null
  /** The request at a given time: it is signed again each time. */
  post(at: Temporal.Instant): Posted
}
