import type { DeliverDeps } from '../../context.ts'
import { maySend } from './ledger/claim-queue.ts'

/** In milliseconds. */
export interface Patience {
  /** Rows that are due later than this are not waited for. */
  longest: number
  /** Additional wait after the first row, so that rows due soon after each other are sent together. */
  gather: number
}

/** Waits for the next unclaimed row of some editions; true when it is due, false if it is not or sending may not continue. */
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
  // A stopped clock makes nothing due.
  return !signal.aborted && (ms <= 0 || Temporal.Instant.compare(clock.now(), now) > 0)
}
