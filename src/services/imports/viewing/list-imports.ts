import type { Actor } from '../../../core/entities/actor.ts'
import { busyStates, type Import } from '../../../core/entities/imports/import.ts'
import { may, requireSomewhere } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { requireImport } from '../require-import.ts'

/** Lists that were brought in, newest first, before the import with an id; those of digests that the actor may not look at are left out. */
export async function listImports(
  { store }: Pick<Context, 'store'>,
  { before, count }: { before: number | null; count: number },
  actor: Actor,
): Promise<Import[]> {
  requireSomewhere(actor, 'view-readers')
  const page = await store.imports.page(before, count)
  return page.filter(({ settings }) => settings.digests.every((id) => may(actor, 'view-readers', id)))
}

/** One of them; null where there is none. Throws `not-permitted`. */
export async function findImport(
  { store }: Pick<Context, 'store'>,
  id: number,
  actor: Actor,
): Promise<Import | null> {
  requireSomewhere(actor, 'view-readers')
  const found = await store.imports.byId(id)
  if (found) requireImport(actor, 'view-readers', found)
  return found
}

/** How far an import has come. */
export interface ImportProgress {
  /** Of bytes while it is staged, of rows afterwards. */
  done: number
  total: number
  /** Whole seconds until the present state is over, by its pace so far; null where that cannot be said. */
  secondsLeft: number | null
}

/** How far an import has come in its state; null while nothing is done to it. */
export function importProgress(
  { state, bytes, bytesRead, cursor, counts, stateAt }: Import,
  now: Temporal.Instant,
): ImportProgress | null {
  if (!busyStates.some((one) => one === state)) return null
  const [done, total] =
    state === 'staging' ? [bytesRead, bytes] : [Math.min(cursor, counts.rows), counts.rows]
  const elapsed = now.since(stateAt).total('seconds')
  const secondsLeft = done > 0 ? Math.ceil((elapsed * (total - done)) / done) : null
  return { done, total, secondsLeft }
}
