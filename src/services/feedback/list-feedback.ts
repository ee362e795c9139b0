import type { Feedback, FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import type { ReportKind } from '../../core/entities/feedback/report.ts'
import type { Context } from '../context.ts'

export interface FeedbackFilter {
  kind: ReportKind | null
  outcome: FeedbackOutcome | null
  /** Only those that came before this one. */
  before?: number | null
  count: number
}

/** What came back, newest first. */
export async function listFeedback(
  { store }: Pick<Context, 'store'>,
  filter: FeedbackFilter,
): Promise<Feedback[]> {
  return store.feedback.page({ ...filter, hash: null, before: filter.before ?? null })
}

/** Domains of which many failures wait for a person. */
export async function listWaves({ store }: Pick<Context, 'store'>) {
  return store.feedback.waves()
}
