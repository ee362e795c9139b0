import { sql, type Kysely } from 'kysely'
import type { ReaderCursor, ReaderId } from '../../../core/entities/readers/reader-filter.ts'
import type { Tables } from '../../tables/tables.ts'
import { anyRows, rowsBehind } from './keyset.ts'
import type { Part } from './parts.ts'

/** A reader in a list, and the position. */
export interface Place extends ReaderId {
  part: number
  key: string | number | null
  id: string | number
}

/** The next places of a list after one; null: from the beginning. */
export async function placesIn(
  db: Kysely<Tables>,
  parts: readonly Part[],
  after: ReaderCursor | null,
  count: number,
): Promise<Place[]> {
  const found: Place[] = []
  for (const { index, part, after: from } of partsBehind(parts, after)) {
    const { rows } = await rowsBehind(part, from, reader, count - found.length).execute(db)
    found.push(...rows.map(({ place_key: key, place_id: id, ...row }) => ({ ...row, part: index, key, id })))
    if (found.length >= count) break
  }
  return found
}

const reader = {
  columns: sql<ReaderId>`s.id as "subscriptionId", s.subscriber_id as "subscriberId"`,
  joins: sql``,
}

/** A part of a list with its number, and the place in it to start after; null: all of it. */
export interface PartBehind {
  index: number
  part: Part
  after: ReaderCursor | null
}

/** What is left of a list after a place; null: all of it. */
export function partsBehind(parts: readonly Part[], after: ReaderCursor | null): PartBehind[] {
  return parts.flatMap((part, index) => {
    if (after && index < after.part) return []
    const from = after?.part === index && isOf(part, after) ? after : null
    return [{ index, part, after: from }]
  })
}

/** Whether a place can belong to a part; a manipulated URL may name any place. */
function isOf({ key, text }: Part, after: ReaderCursor): boolean {
  const isKey = key ? typeof after.key === (text === 'key' ? 'string' : 'number') : after.key === null
  return isKey && typeof after.id === (text === 'id' ? 'string' : 'number')
}

/** The length of a list, counted up to a limit; if it is exceeded, the limit plus one. */
export async function countIn(db: Kysely<Tables>, parts: readonly Part[], upTo: number): Promise<number> {
  let count = 0
  for (const part of parts) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from (${anyRows(part, upTo + 1 - count)}) counted`.execute(db)
    count += rows[0]?.count ?? 0
    if (count > upTo) break
  }
  return count
}
