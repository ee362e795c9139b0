import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Postpones an edition by some minutes, counted from now if its hour has passed; an approval is lost. */
export async function leaveLater(
  context: ChangeDeps,
  basis: ChangeBasis,
  { minutes }: { minutes: number },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async ({ tx, at }) => {
    const edition = basis.editionId === null ? null : await tx.editions.byId(basis.editionId)
    if (!edition) return { ok: false, code: 'not-changeable', params: { status: 'gone' } }
    const from = Temporal.Instant.compare(edition.dueAt, at) > 0 ? edition.dueAt : at
    return { kind: 'hour', at: from.add({ minutes }) }
  })
}
