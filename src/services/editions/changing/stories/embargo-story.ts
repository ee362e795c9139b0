import type { Actor } from '../../../../core/entities/actor.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import type { Context } from '../../../context.ts'
import { heedEmbargo, lockForEmbargo } from '../../stopping/heed-embargo.ts'
import { editionsShowing } from '../../stopping/take-from-web.ts'
import { type ChangeBasis, type Changed, makeChange } from '../make-change.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'settings' | 'renderer'>

/**
 * Sets until when no edition that leaves may carry a story, in any digest, page or feed; null lifts it. An edition of another digest that
 * was approved with it is a draft again, and what has not left of one that is being sent leaves without it.
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
    const changed = await makeChange({ tx, basis, actor, at }, { kind: 'embargo', story, until })
    if (changed.ok && until)
      await heedEmbargo(deps, showing, { story, until }, { actor, at, editionId: basis.editionId })
    return changed
  })
}
