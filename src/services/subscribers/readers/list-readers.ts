import type { Actor } from '../../../core/entities/actor.ts'
import {
  mostCounted,
  type ReaderCursor,
  type ReaderFilter,
  type ReaderPage,
} from '../../../core/entities/readers/reader-filter.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

/** A number of readers, counted up to 10,000. */
export interface ReaderCount {
  count: number
  isMore: boolean
}

/** A page of the readers who match a filter. */
export async function listReaders(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  filter: ReaderFilter,
  { after, count }: { after: ReaderCursor | null; count: number },
): Promise<ReaderPage> {
  requirePermission(actor, 'view-readers', filter.digestId)
  return store.readers.page(filter, clock.now(), after, count)
}

/** How many match a filter, counted up to 10,000. */
export async function countReaders(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  filter: ReaderFilter,
): Promise<ReaderCount> {
  requirePermission(actor, 'view-readers', filter.digestId)
  const count = await store.readers.count(filter, clock.now(), mostCounted)
  return { count: Math.min(count, mostCounted), isMore: count > mostCounted }
}
