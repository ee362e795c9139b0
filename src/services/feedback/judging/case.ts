import type { Actor } from '../../../core/entities/actor.ts'
import type { Report, ReportedRecipient } from '../../../core/entities/feedback/report.ts'
import type { Match } from '../match.ts'

/** One recipient of a report, with the e-mail that it is about. */
export interface Case {
  kind: Report['kind']
  feedbackType: string
  recipient: ReportedRecipient
  match: Match
  /** Who had the report read. */
  actor: Actor
  at: Temporal.Instant
}
