import type { Context } from '../context.ts'
import { inBatches } from './batches.ts'
import { terms } from './terms.ts'

type Deps = Pick<Context, 'store'>

/** People per transaction: each is searched for in all texts that may name them. */
const atOnce = 200

/** People who left every digest so long ago that only a hash of their address is kept. */
export const countLeavers = ({ store }: Deps, now: Temporal.Instant): Promise<number> =>
  store.leavers.countLeftBefore(now.subtract(terms.leavers))

/**
 * Deletes name and address of people who left every digest, and all that names them. The keyed hash of the address prevents lists from
 * bringing them back, but not their own new sign-up; the proof of their consent is kept for its own term. Throws as `inBatches` does.
 */
export async function shrinkLeavers(
  { store }: Deps,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<number> {
  const before = now.subtract(terms.leavers)
  return inBatches(
    (count) =>
      store.transaction(async (tx) => {
        const ids = await tx.leavers.leftBefore(before, count)
        if (ids.length === 0) return 0
        await tx.erasing.lock(ids)
        // Somebody may have come back meanwhile.
        const still = await tx.leavers.leftBefore(before, count)
        const gone = ids.filter((id) => still.includes(id))
        if (gone.length === 0) return 0
        await tx.leavers.keep(gone)
        await tx.erasing.people(gone, { keepsConsent: true })
        return gone.length
      }),
    signal,
    atOnce,
  )
}
