import { actorText, type Actor } from '../../../core/entities/actor.ts'
import type { DeliveryStatus } from '../../../core/entities/states.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { alertStopped } from '../../alerts/alert-stops.ts'
import { nameInReasons } from '../../accounts/name-in-reasons.ts'
import type { Context } from '../../context.ts'
import { goneAndWaiting, type GoneAndWaiting } from './gone-and-waiting.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import { pauseSaid } from '../../sending/sending-pause.ts'

export type Stopped =
  ({ ok: true; counts: Partial<Record<DeliveryStatus, number>> } & GoneAndWaiting) | Refused

/**
 * Stops an edition, as a pause: once this returns, only e-mails already in flight are finished, rows stay as they are, and nothing is given
 * up. Refused if it has ended or is stopped already.
 */
export async function stopEdition(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  reason: string,
  actor: Actor,
): Promise<Stopped> {
  requirePermission(actor, 'stop-edition', edition.digestId)
  const at = clock.now()
  return store.transaction(async (tx): Promise<Stopped> => {
    await tx.editions.lock(edition.id)
    // Whoever was marking a row as in flight has finished by then, and whoever does it later finds the stop.
    await tx.lock('deliveries')
    if (!(await tx.stops.stop(edition.id, { at, by: actorText(actor), reason }))) {
      const current = await tx.editions.byId(edition.id)
      if (!current?.stop) return refused('edition-is-by-now', { status: current?.status ?? 'gone' })
      const stop = pauseSaid(current.stop)
      return refused('edition-is-stopped-already', {
        stop: (await nameInReasons({ store: tx }, [stop]))(stop),
      })
    }
    const counts = await tx.deliveries.counts(edition.id)
    const detail = { reason, counts }
    await tx.audit.append({ at, actor, action: 'stop', subject: `edition:${edition.id}`, detail })
    await alertStopped(tx, edition, { ...goneAndWaiting(counts), reason }, actor, at)
    return { ok: true, counts, ...goneAndWaiting(counts) }
  })
}
