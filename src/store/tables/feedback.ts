import type { Generated } from 'kysely'
import type { MailboxMessage } from '../../core/entities/feedback/mailbox-message.ts'
import type { FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import type { Forwarding, KnownBy, ReplyDecision } from '../../core/entities/feedback/reply.ts'
import type { ReportedRecipient, ReportKind } from '../../core/entities/feedback/report.ts'

export interface FeedbackTables {
  /** Hashed tokens of reports by HTTP, each with the hash of the body that it came with. */
  hook_tokens: { token: string; body: string; received_at: number }
  feedback: {
    id: Generated<number>
    /** Report and recipient; unique. */
    key: string
    received_at: number
    kind: ReportKind
    outcome: FeedbackOutcome
    reason: ReportedRecipient['reason']
    hard: number
    status: string
    reply: string
    says: string
    address: string | null
    domain: string
    /** Of the subscriber's address, once a return path was verified. */
    hash: string | null
    subscriber_id: number | null
    edition_id: number | null
    sender: string
    subject: string
    /** The beginning of the message itself. */
    message: string
    /** What was not read of it: each `ReportLimit`, separated by blanks. */
    limits: Generated<string>
    /** Of the message, in bytes; null for older rows. */
    size: Generated<number | null>
  }
  /** Messages that `message` does not contain completely, compressed. */
  feedback_originals: { feedback_id: number; bytes: Buffer }
  replies: {
    feedback_id: number
    /** What the person wrote, as plain text. */
    body: string
    asks_to_leave: number
    subscriber_id: number | null
    known_by: KnownBy | null
    forwarding: Forwarding
    /** Of the outbox, which has the whole message until that is deleted as old. */
    message_id: number | null
    decision: Generated<ReplyDecision | null>
    decided_at: Generated<number | null>
    decided_by: Generated<string | null>
  }
  mailbox_messages: {
    validity: string
    uid: number
    need: MailboxMessage['need']
    failures: number
    size: number | null
    fault: string
    next_at: number
  }
}
