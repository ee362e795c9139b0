/** The kind of a received message: a failure to deliver, a reader's complaint, an automatic reply, or anything else. */
export const reportKinds = ['bounce', 'complaint', 'auto-reply', 'other'] as const
export type ReportKind = (typeof reportKinds)[number]

/** Why an e-mail did not arrive. A closed set: anything else is `unknown`. */
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
 * Reasons that are no bounce: a delivery, a complaint, an automatic reply, one that says that the person has left, use of a service's own
 * link to unsubscribe, and any other message.
 */
export type OtherReason = 'message' | 'delivered' | 'complaint' | 'away' | 'perhaps-left' | 'unsubscribed'

/** What a report says about one recipient. */
export interface ReportedRecipient {
  /** Null if a complaint does not name it. */
  address: string | null
  /** Enhanced status code (RFC 3463), such as `5.1.1`; '' if there is none. */
  status: string
  /** Code of the SMTP reply, such as `550`; '' if there is none. */
  reply: string
  reason: BounceReason | OtherReason
  /** The address does not exist, permanently. */
  hard: boolean
  /** The server has not given up yet. */
  delayed: boolean
  /** The server's reply on one line, at most 500 characters. */
  says: string
}

/** The limit that a message exceeded, so that it was only partly read. */
export type ReportLimit = 'bytes' | 'structure' | 'text' | 'recipients'

/** A message written by a person. */
export interface PersonalMessage {
  /** Plain text, at most 16,384 characters. */
  text: string
  /** It is short and asks for no more e-mails: a hint for a person. */
  asksToLeave: boolean
}

/** A parsed message from outside. Any part of it may be forged. */
export interface Report {
  kind: ReportKind
  recipients: ReportedRecipient[]
  /** Feedback-Type of a complaint (RFC 5965 §3.1), such as `abuse`; '' for other kinds. */
  feedbackType: string
  /** The recipients of the message itself by its headers, among which a keyed return path is looked for. */
  sentTo: string[]
  from: string
  subject: string
  messageId: string
  /** The reported e-mail, as far as it is enclosed. */
  original: { messageId: string; returnPath: string; to: string[] } | null
  /** Its text, if a person wrote it. */
  personalMessage: PersonalMessage | null
  limits: ReportLimit[]
}
