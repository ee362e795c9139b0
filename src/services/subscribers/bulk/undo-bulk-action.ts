import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { findBulkAction } from './find-bulk-action.ts'
import { requireBulk } from './require-bulk.ts'

/** Undoes an action, except what the readers have chosen since. Refused if it cannot be undone, or no longer. */
export async function undoBulkAction(
  context: Pick<Context, 'store' | 'clock'>,
  id: number,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  const { action, digest, undoUntil } = await findBulkAction(context, id, actor)
  requirePermission(actor, 'change-subscribers', digest.id)
  requireBulk(actor, action.kind, digest.id)
  if (undoUntil === null) return refused('bulk-not-undoable')
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (!(await tx.bulkActions.move(id, 'done', 'undoing', at))) return refused('bulk-not-undoable')
    await tx.audit.append({ at, actor, action: 'undo-bulk', subject: `bulk:${id}` })
    await tx.jobs.wake('bulk')
    return { ok: true }
  })
}

/** Cancels an action that nobody has confirmed. */
export async function dropBulkAction(
  context: Pick<Context, 'store' | 'clock'>,
  id: number,
  actor: Actor,
): Promise<void> {
  const { digest } = await findBulkAction(context, id, actor)
  requirePermission(actor, 'change-subscribers', digest.id)
  const at = context.clock.now()
  await context.store.transaction(async (tx) => {
    if (!(await tx.bulkActions.move(id, 'frozen', 'dropped', at)))
      await tx.bulkActions.move(id, 'freezing', 'dropped', at)
  })
}
