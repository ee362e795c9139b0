import type { Actor } from '../../../core/entities/actor.ts'
import type { SuppressionCursor, SuppressionFilter } from '../../../core/entities/suppression-filter.ts'
import type { SuppressedDomain, Suppression } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { mostCounted } from './suppress-domain.ts'

/** A page of suppressed addresses, and the place behind it; null where it is the last. */
export async function pageOfSuppressions(
  { store }: Pick<Context, 'store'>,
  { filter, after, count }: { filter: SuppressionFilter; after: SuppressionCursor | null; count: number },
  actor: Actor,
): Promise<{ rows: Suppression[]; next: SuppressionCursor | null }> {
  requirePermission(actor, 'view-suppressions', null)
  return store.suppressionList.page(filter, after, count)
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

/** A page of suppressed domains whose name has a text in it, after one. */
export async function pageOfDomains(
  { store }: Pick<Context, 'store'>,
  { named, after, count }: { named: string; after: string; count: number },
  actor: Actor,
): Promise<SuppressedDomain[]> {
  requirePermission(actor, 'view-suppressions', null)
  return store.suppressedDomains.page(named.toLowerCase(), after, count)
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
