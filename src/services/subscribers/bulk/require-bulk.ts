import type { Actor } from '../../../core/entities/actor.ts'
import type { BulkKind } from '../../../core/entities/readers/bulk-action.ts'
import { requirePermission } from '../../../core/permissions.ts'

/** Requires the permissions of a kind: erasing affects every digest. Throws `not-permitted`. */
export function requireBulk(by: Actor, kind: BulkKind, digestId: number): void {
  requirePermission(by, 'change-subscribers', kind === 'erase' ? null : digestId)
  if (kind === 'erase') requirePermission(by, 'change-suppressions', null)
}
