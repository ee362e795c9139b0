import { sql, type RawBuilder } from 'kysely'
import type { ReaderCursor } from '../../../core/entities/readers/reader-filter.ts'
import type { Part } from './parts.ts'

/** The columns selected of a part, and the joins that they need. */
export interface Selected<Row> {
  columns: RawBuilder<Row>
  joins: RawBuilder<unknown>
}

/** The position of a row in its part. */
export interface InPart {
  place_key: string | number | null
  place_id: string | number
}

/** At most `count` rows of a part after a place, ordered by a single index. */
export function rowsBehind<Row>(
  part: Part,
  after: Pick<ReaderCursor, 'key' | 'id'> | null,
  { columns, joins }: Selected<Row>,
  count: number,
): RawBuilder<Row & InPart> {
  const { from, key, id, direction, each } = part
  const way = sql.raw(direction)
  const beyond = sql.raw(direction === 'asc' ? '>' : '<')
  const rest =
    after &&
    (key ? sql`(${key}, ${id}) ${beyond} (${after.key}, ${after.id})` : sql`${id} ${beyond} ${after.id}`)
  const where = sql.join(rest ? [rest, ...part.where] : part.where, sql` and `)
  const rows = (order: RawBuilder<unknown>) => sql<Row & InPart>`
    select ${columns}, ${key ?? sql`null`} as place_key, ${id} as place_id
    from ${from} ${joins} where ${where} order by ${order} limit ${count}`
  if (!key) return rows(sql`${id} ${way}`)
  if (!each) return rows(sql`${key} ${way}, ${id} ${way}`)
  return sql`
    select p.* from ${each.from} cross join lateral (${rows(sql`${id} ${way}`)}) p
    where ${each.where} ${after ? sql`and ${key} ${beyond}= ${after.key}` : sql``}
    order by ${key} ${way}, p.place_id ${way} limit ${count}`
}

/** At most `count` rows of a part, unordered, to be counted. */
export function anyRows({ from, where, each }: Part, count: number): RawBuilder<unknown> {
  const rows = sql`select 1 from ${from} where ${sql.join(where, sql` and `)} limit ${count}`
  return each
    ? sql`select 1 from ${each.from} cross join lateral (${rows}) p where ${each.where} limit ${count}`
    : rows
}
