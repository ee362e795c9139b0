import type { Actor } from '../../../core/entities/actor.ts'
import type { ExportedReader } from '../../../core/entities/readers/exported-reader.ts'
import type { ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

const atOnce = 500

/** Each reader who matches a filter, a page at a time, so that a million need little memory. */
export async function* eachReader(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  filter: ReaderFilter,
  actor: Actor,
): AsyncGenerator<ExportedReader> {
  requirePermission(actor, 'view-readers', filter.digestId)
  for await (const page of store.readerExport.pages(filter, clock.now(), atOnce)) yield* page
}
