/** How a reply was attributed to a reader: by the keyed return path that it was sent to, or by its sender, which can be forged. */
export type KnownBy = 'return-path' | 'sender'

/**
 * Whether it was sent on to the newsroom's contact: `forwarded`; `own` it is from the newsroom itself; `no-contact` the contact is the
 * bounce address; `too-many` more than the daily limit.
 */
export type Forwarding = 'forwarded' | 'own' | 'no-contact' | 'too-many'

/** What an admin decided. */
export const replyDecisions = ['unsubscribed', 'no-action'] as const
export type ReplyDecision = (typeof replyDecisions)[number]

/** What is stored of a person's message in addition to its feedback. */
export interface NewReply {
  feedbackId: number
  text: string
  asksToLeave: boolean
  subscriberId: number | null
  knownBy: KnownBy | null
  forwarding: Forwarding
  /** In the outbox. */
  messageId: number | null
}

/** A person's message, for admins. */
export interface Reply extends Omit<NewReply, 'messageId'> {
  receivedAt: Temporal.Instant
  sender: string
  subject: string
  decision: ReplyDecision | null
  decidedAt: Temporal.Instant | null
  decidedBy: string | null
}
