import { setImmediate as turn } from 'node:timers/promises'

/** Rows per transaction, so that nobody waits long for the table. */
export const batch = 1_000

/** Deletes a batch at a time until nothing is left; returns how many rows. Other work runs in between. Throws the reason of `signal` once that is aborted. */
export async function inBatches(
  deleteSome: (count: number) => Promise<number>,
  signal: AbortSignal,
  atOnce = batch,
): Promise<number> {
  let all = 0
  for (let gone = atOnce; gone === atOnce; all += gone) {
    signal.throwIfAborted()
    gone = await deleteSome(atOnce)
    await turn()
  }
  return all
}
