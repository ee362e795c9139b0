import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'

/** Cancels a list that was not merged yet and deletes its file; one that is being merged is undone once it is done. */
export async function cancelImport(
  context: Pick<Context, 'store' | 'clock'>,
  one: Import,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  const at = context.clock.now()
  const isCancelled = await context.store.transaction(async (tx) => {
    const from = ['uploading', 'received', 'staging', 'judging', 'checked', 'failed'] as const
    if (!(await tx.imports.move(one.id, from, 'cancelled', at))) return false
    await tx.importChunks.delete(one.id)
    await tx.audit.append({ at, actor, action: 'cancel', subject: `import:${one.id}` })
    // The job deletes its rows in small transactions.
    await tx.jobs.wake('imports')
    return true
  })
  return isCancelled ? { ok: true } : refused('import-gone-on')
}
