import type { Actor } from '../../../core/entities/actor.ts'
import type { ExportedReader } from '../../../core/entities/readers/exported-reader.ts'
import type { ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

const atOnce = 500

/** Each reader whom a filter finds, page after page, so that a list of a million passes through little memory. */
export async function* eachReader(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  filter: ReaderFilter,
  actor: Actor,
): AsyncGenerator<ExportedReader> {
  requirePermission(actor, 'view-readers', filter.digestId)
  for await (const page of store.readerExport.pages(filter, clock.now(), atOnce)) yield* page
}
