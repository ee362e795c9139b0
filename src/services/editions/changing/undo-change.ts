import { actorText, type Actor } from '../../../core/entities/actor.ts'
import {
  isKept,
  type MadeChange,
  undoing,
  undoneOf,
  whatPrevents,
} from '../../../core/entities/changes/change.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { begin, type ChangeBasis, type Changed, type ChangeTx, record } from './make-change.ts'
import { refused } from '../../../core/said/said.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/**
 * Takes a change back, whoever made it, as long as its edition has not begun to leave: puts back what was before. Refused, naming the later
 * change, where one touched the same since. An undo can be taken back likewise.
 */
export async function undoChange(
  { store, clock }: Deps,
  basis: ChangeBasis,
  { change }: { change: number },
  actor: Actor,
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  return store.transaction(async (tx) => {
    const made = await tx.changes.byId(change)
    return undoIn({ tx, basis, actor, at: clock.now() }, made, String(change))
  })
}

/**
 * Takes back the newest change that this actor made of an edition or day, among those seen, and that was not taken back when they were
 * seen: a form that is sent again takes back no second one.
 */
export async function undoOwnLast(
  { store, clock }: Deps,
  basis: ChangeBasis,
  actor: Actor,
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  return store.transaction(async (tx) => {
    await tx.lock('changes')
    const seen = (await tx.changes.ofDay(basis.digestId, basis.date, basis.editionId)).filter(
      ({ id, editionId }) => editionId === basis.editionId && (basis.seen === null || id <= basis.seen),
    )
    const undone = undoneOf(seen)
    const last = seen.findLast(
      ({ id, kind, actor: by }) => kind !== 'undo' && !undone.has(id) && actorText(by) === actorText(actor),
    )
    return undoIn({ tx, basis, actor, at: clock.now() }, last ?? null, '')
  })
}

async function undoIn(making: ChangeTx, made: MadeChange | null, name: string): Promise<Changed> {
  const { tx, basis } = making
  if (!made || made.digestId !== basis.digestId || made.editionId !== basis.editionId)
    return refused('no-such-change', { name })
  const standing = await begin(tx, basis)
  if ('ok' in standing) return standing
  const keys = made.touches.map(({ key }) => key).filter(isKept)
  const later = whatPrevents(made, await tx.changes.after(made.id, keys))
  if (later) {
    const { id, kind, actor } = later
    return { ok: false, code: 'changed-since', params: { change: id, kind, by: actorText(actor) } }
  }
  return record(making, standing.edition, { kind: 'undo', undoes: made.id, touches: undoing(made) })
}
