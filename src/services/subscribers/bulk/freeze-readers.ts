import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { BulkAction, BulkKind } from '../../../core/entities/readers/bulk-action.ts'
import type { ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { requireBulk } from './require-bulk.ts'

/** Whom a bulk action is for: all that a filter finds, or subscriptions that were chosen, by their ids. */
export type BulkTarget = { filter: ReaderFilter } | { chosen: readonly number[] }

/** Readers of a transaction. */
const atOnce = 2_000
/** As many are frozen before it returns, so that most actions can be confirmed at once; the job freezes the others. */
const firstStretches = 3

/**
 * Freezes whom an action is for, and counts them: what is found afterwards is not touched, and nothing is done before somebody
 * confirms it. Gives its number.
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
  for (let stretch = 0; stretch < firstStretches; stretch += 1)
    if (!(await store.transaction((tx) => freezeSome(tx, id)))) return id
  await store.transaction((tx) => tx.jobs.wake('bulk'))
  return id
}

/** In a transaction: freezes the next of them; false where there are no more. */
export async function freezeSome(tx: Transaction, id: number): Promise<boolean> {
  const action = await tx.bulkActions.lock(id)
  if (!action || action.state !== 'freezing' || !action.filter) return false
  const { readers, next } = await nextOf(tx, action, action.filter)
  const added = await tx.bulkRows.add(id, readers)
  await tx.bulkActions.noteFrozen(id, added, next)
  return next !== null
}

async function nextOf(tx: Transaction, { id, frozenAt }: BulkAction, filter: ReaderFilter) {
  return tx.readers.stretch(filter, frozenAt, await tx.bulkActions.place(id), atOnce)
}
