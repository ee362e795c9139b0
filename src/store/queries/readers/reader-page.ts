import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ReaderCursor, ReaderPage } from '../../../core/entities/readers/reader-filter.ts'
import type { Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { rowsBehind, type InPart } from './keyset.ts'
import { partsBehind, type PartBehind } from './places.ts'
import { asReaderRows, shown, type ShownRow } from './reader-rows.ts'
import type { Part } from './parts.ts'

type PageRow = ShownRow & InPart & { part: number }

/** A page of a list after a place, with all that is shown of each reader: one statement, if the first part has enough rows. */
export async function readerPage(
  db: Kysely<Tables>,
  backend: Backend,
  { parts, after, count }: { parts: readonly Part[]; after: ReaderCursor | null; count: number },
): Promise<ReaderPage> {
  const found: PageRow[] = []
  // One more than shown, to detect a next page.
  for (const group of together(partsBehind(parts, after))) {
    const { rows } = await select(backend, group, count + 1 - found.length).execute(db)
    found.push(...rows)
    if (found.length > count) break
  }
  const page = found.slice(0, count)
  const last = page.at(-1)
  return {
    rows: await asReaderRows(db, page),
    next: found.length > count && last ? { part: last.part, key: last.place_key, id: last.place_id } : null,
  }
}

/** The first part alone, because it usually has enough rows; then neighbours whose places have the same types and fit one statement. */
function together([first, ...rest]: readonly PartBehind[]): PartBehind[][] {
  const groups: PartBehind[][] = []
  for (const one of rest) {
    const group = groups.at(-1)
    if (group && group[0]?.part.text === one.part.text) group.push(one)
    else groups.push([one])
  }
  return first ? [[first], ...groups] : groups
}

/** The parts of a union are read one after the other, the next only if the limit is not reached. */
function select(backend: Backend, parts: readonly PartBehind[], count: number): RawBuilder<PageRow> {
  const { columns, joins } = shown(backend)
  const statements = parts.map(({ index, part, after }) =>
    rowsBehind(part, after, { columns: sql<PageRow>`${sql.lit(index)} as part, ${columns}`, joins }, count),
  )
  const [only] = statements
  if (only && statements.length === 1) return only
  const all = statements.map((one, at) => sql`select * from (${one}) ${sql.raw(`p${at}`)}`)
  return sql<PageRow>`${sql.join(all, sql` union all `)} limit ${count}`
}
