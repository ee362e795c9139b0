import type { KnownBy } from '../../../core/entities/feedback/reply.ts'
import type { PersonalMessage, Report } from '../../../core/entities/feedback/report.ts'
import type { Match } from '../match.ts'

/** A person's message, with its feedback row. */
export interface IncomingReply {
  feedbackId: number
  report: Report
  personalMessage: PersonalMessage
  match: Match | null
  bytes: Uint8Array
  at: Temporal.Instant
}

/** The reader that a message is from, and how that is known. */
export interface ReplyReader {
  subscriberId: number
  knownBy: KnownBy
}
