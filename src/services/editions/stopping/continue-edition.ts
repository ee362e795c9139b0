import { AppError } from '../../../core/errors.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Context } from '../../context.ts'
import { goneAndWaiting, type GoneAndWaiting } from './gone-and-waiting.ts'
import { said } from '../../../core/said/said.ts'

/**
 * Lets a stopped edition go on as it was; its mails are given up later by as long as it was stopped. Throws `conflict` where it is
 * not stopped.
 */
export async function continueEdition(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  actor: Actor,
): Promise<GoneAndWaiting> {
  requirePermission(actor, 'stop-edition', edition.digestId)
  const at = clock.now()
  return store.transaction(async (tx) => {
    if (!(await tx.stops.lift(edition.id, at))) throw new AppError('conflict', said('edition-not-stopped'))
    await tx.audit.append({ at, actor, action: 'continue', subject: `edition:${edition.id}` })
    return goneAndWaiting(await tx.deliveries.counts(edition.id))
  })
}
