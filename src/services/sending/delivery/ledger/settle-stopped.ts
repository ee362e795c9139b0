import type { LedgerDeps } from './ledger.ts'
import { recoverRows } from './recover.ts'
import { said } from '../../../../core/said/said.ts'

/** Settles rows that were claimed when their edition was stopped: released ones are skipped; those of a dead sender are unknown. */
export async function settleStopped(context: LedgerDeps): Promise<void> {
  const { store, clock } = context
  for (const { id, reason } of await store.editions.stoppedOpen()) {
    await recoverRows(context, id, false)
    await store.deliveries.skipOpen(id, said('stopped-because', { why: reason ?? '' }), clock.now())
  }
}
