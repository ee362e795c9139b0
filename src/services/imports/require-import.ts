import type { Actor } from '../../core/entities/actor.ts'
import type { Import } from '../../core/entities/imports/import.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Context } from '../context.ts'

/** Requires the permission also for every other digest that the import may change. Throws `not-permitted`. */
export function requireImport(
  by: Actor,
  permission: 'view-readers' | 'change-subscribers',
  { settings }: Pick<Import, 'settings'>,
): void {
  for (const id of settings.digests) requirePermission(by, permission, id)
}

/** Requires what an undo needs: it lifts suppressions, which apply to all digests. Throws `not-permitted`. */
export async function requireUndo({ store }: Pick<Context, 'store'>, one: Import, by: Actor): Promise<void> {
  requireImport(by, 'change-subscribers', one)
  if (await store.importUndos.hasSuppressed(one.id)) requirePermission(by, 'change-suppressions', null)
}
