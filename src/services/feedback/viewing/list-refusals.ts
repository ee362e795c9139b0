import type { Actor } from '../../../core/entities/actor.ts'
import type { Refusals } from '../../../core/entities/feedback/refusals.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

const most = 200

/** Servers that reject our e-mails, by reason and domain: the 200 latest. */
export async function listRefusals({ store }: Pick<Context, 'store'>, actor: Actor): Promise<Refusals[]> {
  requirePermission(actor, 'view-suppressions', null)
  return store.feedbackViews.refusals(most)
}
