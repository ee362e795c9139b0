import { actorText, type Actor } from '../../../core/entities/actor.ts'
import {
  isKept,
  type MadeChange,
  type Touch,
  undoing,
  undoneOf,
  whatPrevents,
} from '../../../core/entities/changes/change.ts'
import { keyFrom } from '../../../core/entities/changes/touch-key.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { begin, type ChangeBasis, type Changed, type ChangeTx, record } from './make-change.ts'
import { type Embargo, applyEmbargo, lockForEmbargo } from '../stopping/apply-embargo.ts'
import { editionsShowing } from '../stopping/take-from-web.ts'
import { refused } from '../../../core/said/said.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'settings' | 'renderer'>

/**
 * Undoes a change by anyone, as long as its edition has not begun to be sent: restores the previous values. Refused, naming the later
 * change, if one touched the same since. An undo can itself be undone.
 */
export async function undoChange(
  context: Deps,
  basis: ChangeBasis,
  { change }: { change: number },
  actor: Actor,
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  const { store, clock } = context
  return store.transaction(async (tx) => {
    const made = await tx.changes.byId(change)
    return undoIn(context, { tx, basis, actor, at: clock.now() }, made, String(change))
  })
}

/**
 * Undoes this actor's newest change of an edition or day, among those seen, that was not undone when they were seen: a form that is sent
 * again does not undo a second one.
 */
export async function undoOwnLast(context: Deps, basis: ChangeBasis, actor: Actor): Promise<Changed> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  const { store, clock } = context
  return store.transaction(async (tx) => {
    await tx.lock('changes')
    const seen = (await tx.changes.ofDay(basis.digestId, basis.date, basis.editionId)).filter(
      ({ id, editionId }) => editionId === basis.editionId && (basis.seen === null || id <= basis.seen),
    )
    const undone = undoneOf(seen)
    const last = seen.findLast(
      ({ id, kind, actor: by }) => kind !== 'undo' && !undone.has(id) && actorText(by) === actorText(actor),
    )
    return undoIn(context, { tx, basis, actor, at: clock.now() }, last ?? null, '')
  })
}

async function undoIn(
  { settings, renderer }: Deps,
  making: ChangeTx,
  made: MadeChange | null,
  name: string,
): Promise<Changed> {
  const { tx, basis, actor, at } = making
  if (!made || made.digestId !== basis.digestId || made.editionId !== basis.editionId)
    return refused('no-such-change', { name })
  const embargo = embargoIn(undoing(made))
  if (embargo) await lockForEmbargo(tx)
  const begun = await begin(tx, basis)
  if ('ok' in begun) return begun
  const keys = made.touches.map(({ key }) => key).filter(isKept)
  const later = whatPrevents(made, await tx.changes.after(made.id, keys))
  if (later) {
    const { id, kind, actor: by } = later
    return { ok: false, code: 'changed-since', params: { change: id, kind, by: actorText(by) } }
  }
  const deps = { store: tx, settings, renderer }
  const showing = embargo ? await editionsShowing(deps, embargo.story) : []
  const undone = await record(making, begun.edition, {
    kind: 'undo',
    undoes: made.id,
    touches: undoing(made),
  })
  if (undone.ok && embargo)
    await applyEmbargo(deps, showing, embargo, { actor, at, editionId: basis.editionId })
  return undone
}

/** The embargo that touches set; null if none. */
function embargoIn(touches: readonly Touch[]): Embargo | null {
  for (const { key, after } of touches) {
    const { story, aspect } = keyFrom(key)
    if (aspect === 'embargo' && story !== null && typeof after === 'string')
      return { story, until: Temporal.Instant.from(after) }
  }
  return null
}
