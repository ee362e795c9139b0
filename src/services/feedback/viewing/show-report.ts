import type { Actor } from '../../../core/entities/actor.ts'
import type { Feedback } from '../../../core/entities/feedback/feedback.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import { may, requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { keptMessage } from '../originals.ts'

/** A report, with what it is about. */
export interface ShownReport {
  report: Feedback
  /** The e-mail that it is about; null if none is proven, or the actor may not view its readers. */
  about: {
    subscriptionId: number
    email: string
    digest: Digest
    editionId: number
    date: Temporal.PlainDate
  } | null
  /** Whether it is the reason why an address is suppressed now. */
  isProof: boolean
  /** Bytes of the original message that are stored. */
  kept: number
}

/** One report. Throws `not-found`. */
export async function showReport(
  context: Pick<Context, 'store'>,
  id: number,
  actor: Actor,
): Promise<ShownReport> {
  requirePermission(actor, 'view-suppressions', null)
  const { store } = context
  const report = await store.feedbackViews.byId(id)
  if (!report) throw new AppError('not-found', said('report-none', { id }))
  const suppression = report.hash === null ? null : await store.suppressions.of(report.hash)
  return {
    report,
    about: await aboutOf(context, report, actor),
    isProof: suppression?.proof.reportId === report.id,
    kept: (await keptMessage(store, report)).length,
  }
}

async function aboutOf(
  { store }: Pick<Context, 'store'>,
  { hash, subscriberId, editionId }: Feedback,
  actor: Actor,
): Promise<ShownReport['about']> {
  const edition = editionId === null ? null : await store.editions.byId(editionId)
  if (hash === null || subscriberId === null || !edition) return null
  const own = (await store.subscribers.byHash(hash)).find(({ digestId }) => digestId === edition.digestId)
  const digest = await store.digests.byId(edition.digestId)
  if (!own || !digest || !may(actor, 'view-readers', digest.id)) return null
  return { subscriptionId: own.id, email: own.email, digest, editionId: edition.id, date: edition.date }
}

/** The original message of a report, as far as it is stored, for those who may decide about addresses. Throws `not-found`. */
export async function downloadReport(
  { store }: Pick<Context, 'store'>,
  id: number,
  actor: Actor,
): Promise<Uint8Array> {
  requirePermission(actor, 'change-suppressions', null)
  const report = await store.feedbackViews.byId(id)
  if (!report || report.message === '') throw new AppError('not-found', said('report-none', { id }))
  return keptMessage(store, report)
}
