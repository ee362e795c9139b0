import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { BulkAction, BulkKind } from '../../../core/entities/readers/bulk-action.ts'
import type { ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { requireBulk } from './require-bulk.ts'

/** The readers of a bulk action: all that match a filter, or chosen subscriptions by id. */
export type BulkTarget = { filter: ReaderFilter } | { chosen: readonly number[] }

/** Readers per transaction. */
const atOnce = 2_000
/** Batches frozen before it returns, enough to confirm most actions at once; the job freezes the others. */
const firstBatches = 3

/**
 * Freezes and counts the readers of an action: later ones are not affected, and nothing is done before somebody confirms it. Returns its
 * id.
 */
export async function freezeReaders(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { digest, kind, target }: { digest: Digest; kind: BulkKind; target: BulkTarget },
  actor: Actor,
): Promise<number> {
  requirePermission(actor, 'change-subscribers', digest.id)
  requireBulk(actor, kind, digest.id)
  const at = clock.now()
  const filter = 'filter' in target ? target.filter : null
  const id = await store.transaction(async (tx) => {
    const added = await tx.bulkActions.add({ digestId: digest.id, kind, filter }, actor, at)
    if ('chosen' in target) {
      const count = await tx.bulkRows.addChosen(added, digest.id, target.chosen)
      await tx.bulkActions.noteFrozen(added, count, null)
    }
    return added
  })
  if (!filter) return id
  for (let batch = 0; batch < firstBatches; batch += 1)
    if (!(await store.transaction((tx) => freezeSome(tx, id)))) return id
  await store.transaction((tx) => tx.jobs.wake('bulk'))
  return id
}

/** In a transaction: freezes the next batch; false if there are no more. */
export async function freezeSome(tx: Transaction, id: number): Promise<boolean> {
  const action = await tx.bulkActions.lock(id)
  if (!action || action.state !== 'freezing' || !action.filter) return false
  const { readers, next } = await nextOf(tx, action, action.filter)
  const added = await tx.bulkRows.add(id, readers)
  await tx.bulkActions.noteFrozen(id, added, next)
  return next !== null
}

async function nextOf(tx: Transaction, { id, frozenAt }: BulkAction, filter: ReaderFilter) {
  return tx.readers.batch(filter, frozenAt, await tx.bulkActions.place(id), atOnce)
}
