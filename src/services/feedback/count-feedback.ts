import type { FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import type { ReportKind } from '../../core/entities/feedback/report.ts'
import type { Context } from '../context.ts'

/** The kind of a report, and its outcome; null if it was stored before. */
export interface Judged {
  kind: ReportKind
  outcome: FeedbackOutcome | null
}

/** Counts a stored report, after the commit. */
export function countFeedback({ metrics }: Pick<Context, 'metrics'>, { kind, outcome }: Judged): void {
  if (outcome !== null) metrics.count('daywire_feedback_total', { kind, outcome })
}
