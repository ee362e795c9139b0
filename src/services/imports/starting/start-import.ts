import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { refuseWithoutSpace } from '../../disk/require-space.ts'
import { requireImport } from '../require-import.ts'

/**
 * Starts the job that imports a list that was set up, or only checks it: a check counts what would happen to each row, and changes no
 * reader. After a check only the rest is done. Refused if the import has continued meanwhile or was not set up, if the disk is below its
 * minimum, or if it would unsubscribe most readers and `confirmed` is not their number.
 */
export async function startImport(
  context: Pick<Context, 'store' | 'clock' | 'disk'>,
  one: Import,
  what: 'check' | 'import',
  actor: Actor,
  confirmed: number | null = null,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  requireImport(actor, 'change-subscribers', one)
  if (one.columns === null) return refused('import-not-set-up')
  const without = refuseWithoutSpace(context)
  if (without) return without
  const at = context.clock.now()
  const isToMerge = what === 'import'
  return context.store.transaction(async (tx): Promise<{ ok: true } | Refused> => {
    const isNew = await tx.imports.move(one.id, ['received'], 'staging', at, { isToMerge })
    if (!isNew) {
      if (!isToMerge) return refused('import-gone-on')
      const { fault, counts } = (await tx.imports.byId(one.id)) ?? one
      if (fault?.code === 'import-ends-many' && confirmed !== counts.removed)
        return refused('import-number-differs', { count: counts.removed })
      const change = { isToMerge, cursor: 0, fault: null }
      if (!(await tx.imports.move(one.id, ['checked'], 'merging', at, change)))
        return refused('import-gone-on')
      // By then all of it is stored as rows.
      await tx.importChunks.delete(one.id)
    }
    await tx.audit.append({
      at,
      actor,
      action: what === 'check' ? 'check' : 'import',
      subject: `import:${one.id}`,
    })
    await tx.jobs.wake('imports')
    return { ok: true }
  })
}
