import { AppError } from '../../core/errors.ts'
import type { Actor } from '../../core/entities/actor.ts'
import type { DeliveryStatus } from '../../core/entities/states.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Edition } from '../../store/repositories/editions.ts'
import type { Context } from '../context.ts'

export interface Stopped {
  /** Rows by outcome, as they stand now. */
  counts: Partial<Record<DeliveryStatus, number>>
  /** False where no mail had left: then the next edition takes its stories. */
  carried: boolean
}

const stoppable = ['draft', 'approved', 'sending'] as const

/**
 * Stops the presses: once this returns, no mail of the edition leaves that was not on its way, and its open rows are
 * skipped with the reason. Throws `conflict` where the edition has ended already.
 */
export async function stopEdition(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  reason: string,
  actor: Actor,
): Promise<Stopped> {
  requirePermission(actor, 'stop-edition', edition.digestId)
  const at = clock.now()
  return store.transaction(async (tx) => {
    const from = stoppable.find((status) => status === edition.status)
    if (!from || !(await tx.editions.move(edition.id, from, 'stopped', { reason })))
      throw new AppError(
        'conflict',
        `the edition is ${(await tx.editions.byId(edition.id))?.status ?? 'gone'} by now`,
      )
    await tx.deliveries.skipOpen(edition.id, `stopped: ${reason}`, at)
    const counts = await tx.deliveries.counts(edition.id)
    const carried = (counts.sent ?? 0) + (counts.unknown ?? 0) + (counts.inflight ?? 0) > 0
    // What no reader has got counts as carried by nobody: the next edition opens where this one did.
    if (!carried) await tx.editions.describe(edition.id, { started_at: null })
    await tx.editions.describe(edition.id, { finished_at: at.epochMilliseconds })
    const detail = { reason, counts }
    await tx.audit.append({ at, actor, action: 'stop', subject: `edition:${edition.id}`, detail })
    return { counts, carried }
  })
}
