import type { Actor } from '../../../core/entities/actor.ts'
import { mostCounted } from '../../../core/entities/readers/reader-filter.ts'
import type { SuppressionCursor, SuppressionFilter } from '../../../core/entities/suppression-filter.ts'
import type { SuppressedDomain, Suppression } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { nameActors } from '../../accounts/name-actors.ts'
import type { Context } from '../../context.ts'

/** A suppression, with the names of the person and list that caused it; '' if none did. */
export type ListedSuppression = Suppression & { who: string; list: string }

/** A page of suppressed addresses, and the place after it; null if it is the last. */
export async function pageOfSuppressions(
  { store }: Pick<Context, 'store'>,
  { filter, after, count }: { filter: SuppressionFilter; after: SuppressionCursor | null; count: number },
  actor: Actor,
): Promise<{ rows: ListedSuppression[]; next: SuppressionCursor | null }> {
  requirePermission(actor, 'view-suppressions', null)
  const { rows, next } = await store.suppressionList.page(filter, after, count)
  const name = await nameActors(
    { store },
    rows.flatMap(({ proof }) => proof.actor ?? []),
  )
  const lists = new Map<number, string>()
  for (const id of new Set(rows.flatMap(({ proof }) => proof.importId ?? [])))
    lists.set(id, (await store.imports.byId(id))?.fileName ?? '')
  const named = rows.map((row) => {
    const { actor: by, importId } = row.proof
    return {
      ...row,
      who: by === null ? '' : name(by),
      list: importId === null ? '' : (lists.get(importId) ?? ''),
    }
  })
  return { rows: named, next }
}

/** How many there are, counted up to `mostCounted`. */
export async function countSuppressions(
  { store }: Pick<Context, 'store'>,
  filter: SuppressionFilter,
  actor: Actor,
): Promise<{ count: number; isMore: boolean }> {
  requirePermission(actor, 'view-suppressions', null)
  const count = await store.suppressionList.count(filter, mostCounted + 1)
  return { count: Math.min(count, mostCounted), isMore: count > mostCounted }
}

/** A page of suppressed domains whose name contains a text, after a given one. */
export async function pageOfDomains(
  { store }: Pick<Context, 'store'>,
  { named, after, count }: { named: string; after: string; count: number },
  actor: Actor,
): Promise<(SuppressedDomain & { who: string })[]> {
  requirePermission(actor, 'view-suppressions', null)
  const rows = await store.suppressedDomains.page(named.toLowerCase(), after, count)
  const name = await nameActors(
    { store },
    rows.map((row) => row.actor),
  )
  return rows.map((row) => ({ ...row, who: name(row.actor) }))
}

/** Every suppressed domain, by its name. */
export async function* allDomains(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
): AsyncGenerator<SuppressedDomain> {
  requirePermission(actor, 'view-suppressions', null)
  const count = 500
  for (let after = ''; ;) {
    const page: SuppressedDomain[] = await store.suppressedDomains.page('', after, count)
    yield* page
    if (page.length < count) return
    after = page.at(-1)?.domain ?? ''
  }
}

/** Every suppressed address, oldest first, read a page at a time. */
export async function* listSuppressions({ store }: Pick<Context, 'store'>): AsyncGenerator<Suppression> {
  const count = 500
  let after: Suppression | null = null
  for (;;) {
    const page: Suppression[] = await store.suppressions.page(after, count)
    yield* page
    if (page.length < count) return
    after = page.at(-1) ?? after
  }
}
