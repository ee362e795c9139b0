import type { Generated } from 'kysely'
import type { FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import type { ReportedRecipient, ReportKind } from '../../core/entities/feedback/report.ts'

export interface FeedbackTables {
  /** Tokens of reports by HTTP as hashes, with the hash of the body that each came with. */
  hook_tokens: { token: string; body: string; received_at: number }
  feedback: {
    id: Generated<number>
    /** Report and recipient: one is kept once. */
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
  }
}
