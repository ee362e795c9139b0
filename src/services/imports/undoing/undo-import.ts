import type { Actor } from '../../../core/entities/actor.ts'
import { undoDays, type Import } from '../../../core/entities/imports/import.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { requireUndo } from '../require-import.ts'

/** Until when an import can be undone; null if it cannot. */
export function undoUntil({ state, doneAt }: Import): Temporal.Instant | null {
  return state === 'done' && doneAt ? doneAt.add({ hours: 24 * undoDays }) : null
}

/**
 * Starts the job that reverts what an import changed, within `undoDays`; what readers have chosen since is kept. Refused if it is too late,
 * or if the import is not done.
 */
export async function undoImport(
  context: Pick<Context, 'store' | 'clock'>,
  one: Import,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  await requireUndo(context, one, actor)
  const at = context.clock.now()
  const until = undoUntil(one)
  if (until === null) return refused('import-not-done')
  if (Temporal.Instant.compare(until, at) <= 0) return refused('import-too-old', { days: undoDays })
  const isStarted = await context.store.transaction(async (tx) => {
    if (!(await tx.imports.move(one.id, ['done'], 'undoing', at, { cursor: 0 }))) return false
    await tx.audit.append({ at, actor, action: 'undo', subject: `import:${one.id}` })
    await tx.jobs.wake('imports')
    return true
  })
  return isStarted ? { ok: true } : refused('import-gone-on')
}
