import type { House } from '../house.ts'
import { recoverRows } from './recover.ts'

/** Ends what was on its way when its edition was stopped: put back it is skipped, and its sender gone it is unknown. */
export async function settleStopped(
  house: Pick<House, 'store' | 'clock' | 'settings' | 'events'>,
): Promise<void> {
  const { store, clock } = house
  for (const { id, reason } of await store.editions.stoppedOpen()) {
    await recoverRows(house, id, false)
    await store.deliveries.skipOpen(id, `stopped: ${reason ?? ''}`, clock.now())
  }
}
