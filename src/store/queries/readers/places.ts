import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ReaderCursor, ReaderId } from '../../../core/entities/readers/reader-filter.ts'
import type { Tables } from '../../tables/tables.ts'
import { behind } from './keyset.ts'
import type { Part } from './parts.ts'

/** A reader in a list, and where. */
export interface Place extends ReaderId {
  part: number
  key: string | number | null
  id: string | number
}

/** The next places of a list after one, null for its beginning. */
export async function placesIn(
  db: Kysely<Tables>,
  parts: readonly Part[],
  after: ReaderCursor | null,
  count: number,
): Promise<Place[]> {
  const found: Place[] = []
  for (const [index, part] of parts.entries()) {
    if (after && index < after.part) continue
    const from = after?.part === index && isOf(part, after) ? after : null
    const { rows } = await select(part, from, count - found.length).execute(db)
    found.push(...rows.map((row) => ({ ...row, part: index })))
    if (found.length >= count) break
  }
  return found
}

/** Whether a place can be one of a part; a made-up address may name any. */
function isOf({ key, text }: Part, after: ReaderCursor): boolean {
  const isKey = key ? typeof after.key === (text === 'key' ? 'string' : 'number') : after.key === null
  return isKey && typeof after.id === (text === 'id' ? 'string' : 'number')
}

/** How many there are in a list, counted up to a number; more than that is that number and one. */
export async function countIn(db: Kysely<Tables>, parts: readonly Part[], upTo: number): Promise<number> {
  let count = 0
  for (const part of parts) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from (select 1 from ${part.from}
        where ${sql.join(part.where, sql` and `)} limit ${upTo + 1 - count}) counted`.execute(db)
    count += rows[0]?.count ?? 0
    if (count > upTo) break
  }
  return count
}

type Row = Omit<Place, 'part'>

function select(part: Part, after: ReaderCursor | null, count: number): RawBuilder<Row> {
  const { from, key, id } = part
  const { where, order } = behind(part, after)
  return sql<Row>`
    select s.id as "subscriptionId", s.subscriber_id as "subscriberId", ${key ?? sql`null`} as key, ${id} as id
    from ${from} where ${where} order by ${order} limit ${count}`
}
