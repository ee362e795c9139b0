/** How a reply is known to be from a reader: by the keyed return path that it was sent to, or by its sender, whom anybody can write. */
export type KnownBy = 'return-path' | 'sender'

/**
 * Whether it went on to the newsroom's contact: `forwarded`; `own` it is from an address of the newsroom itself; `no-contact` the
 * contact is the bounce address; `too-many` more than a day allows.
 */
export type Forwarding = 'forwarded' | 'own' | 'no-contact' | 'too-many'

/** What an admin did about it. */
export const replyDecisions = ['unsubscribed', 'no-action'] as const
export type ReplyDecision = (typeof replyDecisions)[number]

/** What is kept of a person's message beside its row of what came back. */
export interface NewReply {
  feedbackId: number
  text: string
  asksToLeave: boolean
  subscriberId: number | null
  knownBy: KnownBy | null
  forwarding: Forwarding
  /** Of the outbox. */
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
