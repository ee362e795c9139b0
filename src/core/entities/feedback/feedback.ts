import type { ReportedRecipient, ReportKind, ReportLimit } from './report.ts'

/**
 * What was done about something that came back. It has an effect only where a return path of ours was verified:
 * `suppressed` the address gets no more e-mail; `already` it got none before; `counted` a failure that may pass; `held` one of a wave,
 * which waits for a person; `ours` it is about us, not about the address; `hint` for a person: perhaps left; `unsubscribed` the reader used the service's own link to unsubscribe; `noted` nothing to do.
 * Otherwise it is only listed: `unmatched` without such a return path; `other-recipient` it names somebody else; `old` the e-mail is too old,
 * or left before the address was allowed again; `repeated` the e-mail has such a report already; `late` a service signed it long before it came. `dropped` a person decided to keep the readers of a wave.
 * `reply` a person wrote it; `unreadable` a message of the bounce mailbox that could not be read.
 */
export const feedbackOutcomes = [
  'suppressed',
  'already',
  'counted',
  'held',
  'ours',
  'hint',
  'unsubscribed',
  'noted',
  'unmatched',
  'other-recipient',
  'old',
  'repeated',
  'late',
  'dropped',
  'reply',
  'unreadable',
] as const
export type FeedbackOutcome = (typeof feedbackOutcomes)[number]

/** Those of reports that took effect, once for each e-mail: it did not reach its reader, or the reader complained. */
export const effectiveOutcomes = ['suppressed', 'already', 'counted', 'held', 'ours', 'dropped'] as const

/** What is kept of one recipient of a report. */
export interface NewFeedback extends Omit<ReportedRecipient, 'delayed'> {
  /** Report and recipient: the same is kept once. */
  key: string
  receivedAt: Temporal.Instant
  kind: ReportKind
  outcome: FeedbackOutcome
  /** The domain of the address, in lower case; '' where there is none. */
  domain: string
  /** The subscriber's address as a keyed hash, with the e-mail; null where no return path was verified. */
  hash: string | null
  subscriberId: number | null
  editionId: number | null
  sender: string
  subject: string
  /** The beginning of the message itself, as text. */
  message: string
  /** What of it was not read. */
  limits: ReportLimit[]
  /** Of the message, in bytes; null where nobody knows. */
  size: number | null
}

export interface Feedback extends NewFeedback {
  id: number
}
