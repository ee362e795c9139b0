import type { FeedbackOutcome } from '../../../src/core/entities/feedback/feedback.ts'
import type { Posted } from '../../mail/hooks/support.ts'

/** What comes back, and what is to be done about it. */
export interface Expected {
  /** By which its rows are found: `X-Report: 17` is in each message, and a field of each event. */
  mark: string
  /** One of these; a message that nobody can prove to be about an e-mail of ours has several. */
  outcomes: readonly FeedbackOutcome[]
  /** Whom it suppresses; null: nobody. */
  suppresses: string | null
}

/** A message. */
export interface TortureReport extends Expected {
  bytes: Buffer
  envelope: string | null
}

/** An event of a service. */
export interface TortureEvent extends Expected {
  /** Of which subscription the service says that the e-mail arrived, or that the reader left; else null. */
  arrived: number | null
  left: number | null
  /** As it is sent at a time: signed anew each time. */
  post(at: Temporal.Instant): Posted
}
