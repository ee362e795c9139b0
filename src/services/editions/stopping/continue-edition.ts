import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { alertContinued } from '../../alerts/alert-stops.ts'
import type { Context } from '../../context.ts'
import { goneAndWaiting, type GoneAndWaiting } from './gone-and-waiting.ts'
import { refused, type Refused } from '../../../core/said/said.ts'

export type Continued = ({ ok: true } & GoneAndWaiting) | Refused

/** Continues a stopped edition; the time limits of its e-mails are extended by as long as it was stopped. Refused if it is not stopped. */
export async function continueEdition(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  actor: Actor,
): Promise<Continued> {
  requirePermission(actor, 'stop-edition', edition.digestId)
  const at = clock.now()
  return store.transaction(async (tx): Promise<Continued> => {
    if (!(await tx.stops.lift(edition.id, at))) return refused('edition-not-stopped')
    await tx.audit.append({ at, actor, action: 'continue', subject: `edition:${edition.id}` })
    const counted = goneAndWaiting(await tx.deliveries.counts(edition.id))
    await alertContinued(tx, edition, counted, actor, at)
    return { ok: true, ...counted }
  })
}
