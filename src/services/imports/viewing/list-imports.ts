import type { Actor } from '../../../core/entities/actor.ts'
import { busyStates, type Import } from '../../../core/entities/imports/import.ts'
import { may, requireSomewhere } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { requireImport } from '../require-import.ts'

/** Imported lists, newest first, before the import with a given id; those of digests that the actor may not view are left out. */
export async function listImports(
  { store }: Pick<Context, 'store'>,
  { before, count }: { before: number | null; count: number },
  actor: Actor,
): Promise<Import[]> {
  requireSomewhere(actor, 'view-readers')
  const found: Import[] = []
  for (let last = before; ;) {
    const page = await store.imports.page(last, count)
    found.push(
      ...page.filter(({ settings }) => settings.digests.every((id) => may(actor, 'view-readers', id))),
    )
    last = page.at(-1)?.id ?? null
    if (page.length < count || found.length >= count) return found.slice(0, count)
  }
}

/** One of them; null if there is none. Throws `not-permitted`. */
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

/** The progress of an import. */
export interface ImportProgress {
  /** Bytes while it is being staged, rows afterwards. */
  done: number
  total: number
  /** Whole seconds until the current state ends, at the rate so far; null if unknown. */
  secondsLeft: number | null
}

/** The progress of an import in its state; null while nothing is running. */
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
