import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { refuseWithoutSpace } from '../../disk/require-space.ts'
import { requireImport } from '../require-import.ts'

/**
 * Has a job bring a list in that was set up, or only check it: a check counts what would become of each row, and changes no reader. Of a list that
 * was checked, only the rest is done. Refused where it has gone on meanwhile, was not set up, or where the disk is below its floor.
 */
export async function startImport(
  context: Pick<Context, 'store' | 'clock' | 'disk'>,
  one: Import,
  what: 'check' | 'import',
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  requireImport(actor, 'change-subscribers', one)
  if (one.columns === null) return refused('import-not-set-up')
  const without = refuseWithoutSpace(context)
  if (without) return without
  const at = context.clock.now()
  const isToMerge = what === 'import'
  const isStarted = await context.store.transaction(async (tx) => {
    const isNew = await tx.imports.move(one.id, ['received'], 'staging', at, { isToMerge })
    if (!isNew) {
      if (!isToMerge) return false
      if (!(await tx.imports.move(one.id, ['checked'], 'merging', at, { isToMerge, cursor: 0 }))) return false
      // All that it holds is kept as rows by then.
      await tx.importChunks.delete(one.id)
    }
    await tx.audit.append({
      at,
      actor,
      action: what === 'check' ? 'check' : 'import',
      subject: `import:${one.id}`,
    })
    await tx.jobs.wake('imports')
    return true
  })
  return isStarted ? { ok: true } : refused('import-gone-on')
}
