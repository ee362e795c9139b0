import { setTimeout as wait } from 'node:timers/promises'
import type { Store } from '../store/store.ts'

/** Milliseconds between two attempts. */
const patience = 1_000

/** Waits until the database can be written again, or `signal` is aborted. */
export async function untilWritten(store: Pick<Store, 'tryWrite'>, signal: AbortSignal): Promise<void> {
  const isWritten = () => store.tryWrite().catch(() => false)
  while (!signal.aborted && !(await isWritten()))
    await wait(patience, undefined, { signal }).catch(() => undefined)
}
