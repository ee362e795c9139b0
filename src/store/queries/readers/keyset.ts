import { sql, type RawBuilder } from 'kysely'
import type { ReaderCursor } from '../../../core/entities/readers/reader-filter.ts'
import type { Part } from './parts.ts'

/** The conditions of a part behind a place, and its order, as one index has both. */
export function behind(
  { where, key, id, direction }: Part,
  after: ReaderCursor | null,
): { where: RawBuilder<unknown>; order: RawBuilder<unknown> } {
  const way = sql.raw(direction)
  const beyond = sql.raw(direction === 'asc' ? '>' : '<')
  const rest =
    after &&
    (key ? sql`(${key}, ${id}) ${beyond} (${after.key}, ${after.id})` : sql`${id} ${beyond} ${after.id}`)
  return {
    where: sql.join(rest ? [rest, ...where] : where, sql` and `),
    order: key ? sql`${key} ${way}, ${id} ${way}` : sql`${id} ${way}`,
  }
}
