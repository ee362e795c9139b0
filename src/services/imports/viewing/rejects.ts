import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import type { ImportRow } from '../../../core/entities/imports/import-row.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

const pageSize = 500

/** The rows that an import could not take, in the order of the list, each with its reason. */
export async function* leftOverRows(
  { store }: Pick<Context, 'store'>,
  one: Import,
  actor: Actor,
): AsyncGenerator<ImportRow> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  for (let after = 0; ;) {
    const rows = await store.importRows.leftOver(one.id, after, pageSize)
    yield* rows
    if (rows.length < pageSize) return
    after = rows.at(-1)?.n ?? after
  }
}
