import type { DeliverDeps } from '../../context.ts'
import { maySend } from './ledger/claim-queue.ts'

/** In milliseconds. */
export interface Patience {
  /** What is due later than that is not waited for. */
  longest: number
  /** Waits so much longer than for the first, so that rows leave together that are due soon after each other. */
  gather: number
}

/**
 * Waits for the next row of some editions that nobody holds; true where it has become due, false where it has not, or sending may not
 * go on.
 */
export async function waitForDue(
  context: DeliverDeps,
  editionIds: number[],
  { longest, gather }: Patience,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, clock, wait, events } = context
  const going: number[] = []
  for (const id of editionIds) if (await maySend(context, id)) going.push(id)
  const due = await store.deliveries.nextTry(going)
  if (due === null || signal.aborted) return false
  const now = clock.now()
  const ms = due.since(now).total('milliseconds')
  if (ms > longest) return false
  const seconds = Math.ceil(ms / 1000)
  if (seconds > 1) {
    const message = `waiting ${seconds} s for the next e-mail that is due`
    events.emit({ name: 'delivery.waits', message, data: { seconds } })
  }
  if (ms > 0) await wait(ms + gather, signal)
  // A clock that stands still makes nothing due.
  return !signal.aborted && (ms <= 0 || Temporal.Instant.compare(clock.now(), now) > 0)
}
