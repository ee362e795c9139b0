import type { FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import type { ReportKind } from '../../core/entities/feedback/report.ts'
import type { Context } from '../context.ts'

/** What a report was, and what was done about it; null where the same was kept before. */
export interface Judged {
  kind: ReportKind
  outcome: FeedbackOutcome | null
}

/** Counts what was kept of a report, once that is committed. */
export function countFeedback({ metrics }: Pick<Context, 'metrics'>, { kind, outcome }: Judged): void {
  if (outcome !== null) metrics.count('daywire_feedback_total', { kind, outcome })
}
