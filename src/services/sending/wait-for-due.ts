import type { DeliverRoom } from '../house.ts'
import { maySend } from './feed.ts'

/**
 * Waits for the next row of some editions that nobody holds, where that is due within `longest` milliseconds; true where it has become
 * due, false where it has not, or sending may not go on.
 */
export async function waitForDue(
  house: DeliverRoom,
  editionIds: number[],
  longest: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, clock, wait, events } = house
  const going: number[] = []
  for (const id of editionIds) if (await maySend(house, id)) going.push(id)
  const due = await store.deliveries.nextTry(going)
  if (due === null || signal.aborted) return false
  const now = clock.now()
  const ms = due.since(now).total('milliseconds')
  if (ms > longest) return false
  const seconds = Math.ceil(ms / 1000)
  if (seconds > 1) {
    const message = `the next mail is due in ${seconds} s, and is waited for`
    events.emit({ level: 'info', name: 'delivery.waits', message })
  }
  await wait(Math.max(ms, 0) + 1, signal)
  // A clock that stands still makes nothing due.
  return !signal.aborted && (ms <= 0 || Temporal.Instant.compare(clock.now(), now) > 0)
}
