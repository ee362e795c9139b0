import type { Actor } from '../../../../core/entities/actor.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import type { Transaction } from '../../../../store/store.ts'
import type { Context } from '../../../context.ts'
import { applyEmbargo, lockForEmbargo } from '../../stopping/apply-embargo.ts'
import { editionsShowing } from '../../stopping/take-from-web.ts'
import { type ChangeBasis, type Changed, makeChange } from '../make-change.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'settings' | 'renderer'>

/**
 * Sets until when a story may not be in any edition that is sent, nor on a page or in a feed; null lifts it. An edition of another digest
 * that was approved with it becomes a draft again, and the unsent rest of one that is being sent, including this one, is sent without it.
 */
export async function embargoStory(
  { store, clock, settings, renderer }: Deps,
  basis: ChangeBasis,
  { story, until }: { story: number; until: Temporal.Instant | null },
  actor: Actor,
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  return store.transaction(async (tx) => {
    await lockForEmbargo(tx)
    const at = clock.now()
    const deps = { store: tx, settings, renderer }
    const showing = until ? await editionsShowing(deps, story) : []
    const on = await openBasis(tx, basis)
    const changed = await makeChange({ tx, basis: on, actor, at }, { kind: 'embargo', story, until })
    if (changed.ok && until)
      await applyEmbargo(deps, showing, { story, until }, { actor, at, editionId: on.editionId })
    return changed
  })
}

/** An edition that is being sent cannot be changed: the change becomes a wish for the digest's next one. */
async function openBasis({ editions }: Transaction, basis: ChangeBasis): Promise<ChangeBasis> {
  const edition = basis.editionId === null ? null : await editions.byId(basis.editionId)
  if (!edition || edition.status === 'draft' || edition.status === 'approved') return basis
  const newest = await editions.newestScheduled(basis.digestId)
  return { ...basis, date: (newest?.date ?? basis.date).add({ days: 1 }), editionId: null }
}
