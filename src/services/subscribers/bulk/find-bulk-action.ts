import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { bulkUndoDays, type BulkAction } from '../../../core/entities/readers/bulk-action.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { bulkWork } from './kinds/kinds.ts'

export interface FoundBulkAction {
  action: BulkAction
  digest: Digest
  /** Some of the readers. */
  addresses: string[]
  /** Until when it can be undone; null if it cannot, or has been. */
  undoUntil: Temporal.Instant | null
}

const shown = 10

/** A bulk action by its id. Throws `not-found` and `not-permitted`. */
export async function findBulkAction(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  id: number,
  actor: Actor,
): Promise<FoundBulkAction> {
  const action = await store.bulkActions.byId(id)
  const digest = action && (await store.digests.byId(action.digestId))
  if (!digest) throw new AppError('not-found', said('bulk-none', { id }))
  requirePermission(actor, 'view-readers', digest.id)
  const addresses = await store.bulkRows.someAddresses(id, shown)
  return { action, digest, addresses, undoUntil: undoUntil(action, clock.now()) }
}

/** The newest confirmed ones of a digest. */
export async function listBulkActions(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  actor: Actor,
): Promise<Pick<FoundBulkAction, 'action' | 'undoUntil'>[]> {
  requirePermission(actor, 'view-readers', digest.id)
  const actions = await store.bulkActions.list(digest.id, 50)
  return actions.map((action) => ({ action, undoUntil: undoUntil(action, clock.now()) }))
}

/** Until when a finished action can be undone. */
function undoUntil(
  { kind, state, frozenAt, counts }: BulkAction,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const until = frozenAt.add({ hours: 24 * bulkUndoDays })
  const isOpen = state === 'done' && counts.changed > 0 && bulkWork[kind].undo !== null
  return isOpen && Temporal.Instant.compare(now, until) < 0 ? until : null
}
