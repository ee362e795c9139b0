import type { Actor } from '../../../core/entities/actor.ts'
import type { Feedback, FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { ReportKind } from '../../../core/entities/feedback/report.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

export interface FeedbackFilter {
  kind: ReportKind | null
  outcome: FeedbackOutcome | null
  /** Only those before this one. */
  before?: number | null
  count: number
}

/** Feedback of all digests, newest first. */
export async function listFeedback(
  { store }: Pick<Context, 'store'>,
  filter: FeedbackFilter,
  actor: Actor,
): Promise<Feedback[]> {
  requirePermission(actor, 'view-suppressions', null)
  return store.feedback.page({ ...filter, hash: null, before: filter.before ?? null })
}

/** Domains with mass failures that wait for a person. */
export async function listMassFailures(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
): Promise<{ domain: string; count: number }[]> {
  requirePermission(actor, 'view-suppressions', null)
  return store.feedback.massFailures()
}
