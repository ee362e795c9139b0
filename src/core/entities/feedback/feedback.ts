import type { ReportedRecipient, ReportKind, ReportLimit } from './report.ts'

/**
 * What was done about feedback. It only has an effect if one of our return paths was verified: `suppressed` the address receives no more
 * e-mail; `already` it was suppressed before; `counted` a temporary failure; `held` one of a wave, which waits for a person; `ours` about
 * us, not about the address; `hint` for a person: perhaps left; `unsubscribed` by the service's own link; `noted` nothing to do. Otherwise
 * it is only listed: `unmatched` without such a return path; `other-recipient` about another address; `old` the e-mail is too old, or was
 * sent before the address was allowed again; `repeated` the e-mail already has such a report; `late` signed by a service long before it
 * arrived. `dropped` a person decided to keep the readers of a wave. `reply` written by a person; `unreadable` a message in the bounce
 * mailbox that could not be read.
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

/** Outcomes of effective reports, one for each e-mail: it did not reach its reader, or the reader complained. */
export const effectiveOutcomes = ['suppressed', 'already', 'counted', 'held', 'ours', 'dropped'] as const

/** The stored report about one recipient. */
export interface NewFeedback extends Omit<ReportedRecipient, 'delayed'> {
  /** Identifies report and recipient, so that each is stored once. */
  key: string
  receivedAt: Temporal.Instant
  kind: ReportKind
  outcome: FeedbackOutcome
  /** The domain of the address, in lower case; '' if there is none. */
  domain: string
  /** The keyed hash of the subscriber's address; null if no return path was verified. */
  hash: string | null
  subscriberId: number | null
  editionId: number | null
  sender: string
  subject: string
  /** The beginning of the message as text. */
  message: string
  /** The limits at which reading it stopped. */
  limits: ReportLimit[]
  /** Bytes of the message; null if unknown. */
  size: number | null
}

export interface Feedback extends NewFeedback {
  id: number
}
