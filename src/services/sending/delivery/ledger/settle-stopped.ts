import type { LedgerDeps } from './ledger.ts'
import { recoverRows } from './recover.ts'
import { said } from '../../../../core/said/said.ts'

/** Ends what was on its way when its edition was stopped: put back it is skipped, and its sender gone it is unknown. */
export async function settleStopped(context: LedgerDeps): Promise<void> {
  const { store, clock } = context
  for (const { id, reason } of await store.editions.stoppedOpen()) {
    await recoverRows(context, id, false)
    await store.deliveries.skipOpen(id, said('stopped-because', { why: reason ?? '' }), clock.now())
  }
}
