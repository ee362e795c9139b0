import type { Import, ImportState } from '../../../core/entities/imports/import.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { requireSpace } from '../../disk/require-space.ts'
import { isGone } from '../../workers.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'settings' | 'disk'>

/** What a transaction records of an import: its progress, and its next state if that changes. */
export type Reached = Parameters<Transaction['imports']['reach']>[4] & { state?: ImportState }

/** Another worker took the import over, or it was cancelled: the transaction is rolled back. */
export class Lost extends Error {}

/** Seconds that a transaction may take before another worker takes over. */
const leaseSeconds = 60

/** An import that this worker has claimed: its work and its progress are always committed together. */
export interface Held {
  /** As of the last commit. */
  readonly one: Import
  /** Does a batch of work in one transaction. Rejects with `Lost`, and if the disk is below its minimum. */
  stretch(work: (tx: Transaction, at: Temporal.Instant) => Promise<Reached>): Promise<void>
  release(): Promise<void>
}

/** Claims an import for this worker; null if another worker has it. */
export async function holdImport(context: Deps, found: Import): Promise<Held | null> {
  const { store, clock, settings } = context
  if (found.lease && !isGone(found.lease, clock.now())) return null
  const until = (): Temporal.Instant => clock.now().add({ seconds: leaseSeconds })
  if (!(await store.imports.claim(found, { worker: settings.worker, until: until() }))) return null
  let one: Import = { ...found, fence: found.fence + 1 }
  return {
    get one() {
      return one
    },
    async stretch(work) {
      requireSpace(context)
      one = await store.transaction(async (tx) => {
        const at = clock.now()
        const { state = one.state, ...change } = await work(tx, at)
        if (!(await tx.imports.reach(one, state, until(), at, change))) throw new Lost()
        const stateAt = state === one.state ? one.stateAt : at
        return { ...one, ...change, state, stateAt }
      })
    },
    release: () => store.imports.release(one),
  }
}
