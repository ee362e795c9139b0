import { isGone } from '../../../workers.ts'
import type { LedgerDeps } from './ledger.ts'

/**
 * Takes rows back from senders that are gone: whose lease has run out, or whose process on this very
 * host has ended. Claimed rows are free again; rows in flight become unknown. `own`: also what this process holds, which sends
 * none of them at the time and held it when it broke off.
 */
export async function recoverRows(
  { store, clock, settings, events, metrics }: LedgerDeps,
  editionId: number,
  own: boolean,
): Promise<void> {
  const now = clock.now()
  for (const lease of await store.claims.workers(editionId)) {
    if (lease.worker === settings.worker ? !own : !isGone(lease, now)) continue
    const { unknown } = await store.claims.recover(editionId, lease.worker, now)
    metrics.count('daywire_deliveries_total', { outcome: 'unknown' }, unknown)
    if (unknown > 0)
      events.emit({
        name: 'delivery.unknown',
        message: `${unknown} e-mails were being sent when a sender ended; they may or may not have arrived`,
        data: { edition: editionId, count: unknown },
      })
  }
}
