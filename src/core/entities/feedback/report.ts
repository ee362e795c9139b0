/** What a message that came in is: a failure to deliver, a reader's complaint, the answer of a program, or anything else. */
export const reportKinds = ['bounce', 'complaint', 'auto-reply', 'other'] as const
export type ReportKind = (typeof reportKinds)[number]

/** Why an e-mail did not arrive. A closed set: whatever fits none is `unknown`. */
export type BounceReason =
  | 'no-such-address'
  | 'moved'
  | 'domain-gone'
  | 'suspended'
  | 'mailbox-full'
  | 'size'
  | 'spam'
  | 'reputation'
  | 'authentication'
  | 'sender'
  | 'relay-refused'
  | 'policy'
  | 'rate'
  | 'expired'
  | 'network'
  | 'server-fault'
  | 'filtered'
  | 'unknown'

/**
 * Reasons of what is no bounce: it arrived, a complaint, an automatic reply, one that says that the person has left, the use of
 * a service's own link to unsubscribe, and a message of any other kind.
 */
export type OtherReason = 'message' | 'delivered' | 'complaint' | 'away' | 'perhaps-left' | 'unsubscribed'

/** What a report says of one recipient. */
export interface ReportedRecipient {
  /** Null where a complaint does not name it. */
  address: string | null
  /** Enhanced status (RFC 3463), such as `5.1.1`; '' where there is none. */
  status: string
  /** Code of the SMTP reply, such as `550`; '' where there is none. */
  reply: string
  reason: BounceReason | OtherReason
  /** There is no such address, now and later. */
  hard: boolean
  /** The server has not given up yet. */
  delayed: boolean
  /** What the server said, at most 500 characters on one line. */
  says: string
}

/** What was too much of a message, so that it was read in part. */
export type ReportLimit = 'bytes' | 'structure' | 'text' | 'recipients'

/** What a person wrote. */
export interface Letter {
  /** Without its format, and without what follows the first 16,384 characters. */
  text: string
  /** It says in few words that its sender wants no more e-mails: a hint for a person. */
  asksToLeave: boolean
}

/** A message that came in, as read. All of it came from outside and may be forged. */
export interface Report {
  kind: ReportKind
  recipients: ReportedRecipient[]
  /** Feedback-Type of a complaint (RFC 5965 §3.1), such as `abuse`; '' of what is none. */
  feedbackType: string
  /** To whom the message itself was sent, by its headers: where a keyed return path is looked for. */
  sentTo: string[]
  from: string
  subject: string
  messageId: string
  /** Of the e-mail that is reported on, as far as it is enclosed. */
  original: { messageId: string; returnPath: string; to: string[] } | null
  /** What it says, where a person wrote it. */
  letter: Letter | null
  limits: ReportLimit[]
}
