import { isGone } from '../../../workers.ts'
import type { LedgerDeps } from './ledger.ts'

/**
 * Recovers rows of senders that are gone: those whose lease has expired, or whose process on this host has ended. Claimed rows are free
 * again; rows in flight become unknown. `own`: also rows of this process, which left them behind and is not sending.
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
