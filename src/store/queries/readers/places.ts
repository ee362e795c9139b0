import { sql, type Kysely } from 'kysely'
import type { ReaderCursor, ReaderId } from '../../../core/entities/readers/reader-filter.ts'
import type { Tables } from '../../tables/tables.ts'
import { anyRows, rowsBehind } from './keyset.ts'
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
  for (const { index, part, after: from } of partsBehind(parts, after)) {
    const { rows } = await rowsBehind(part, from, reader, count - found.length).execute(db)
    found.push(...rows.map(({ place_key: key, place_id: id, ...row }) => ({ ...row, part: index, key, id })))
    if (found.length >= count) break
  }
  return found
}

/** Who it is. */
const reader = {
  columns: sql<ReaderId>`s.id as "subscriptionId", s.subscriber_id as "subscriberId"`,
  joins: sql``,
}

/** A part of a list with its number, and the place in it behind which it is wanted; null: all of it. */
export interface PartBehind {
  index: number
  part: Part
  after: ReaderCursor | null
}

/** What of a list is behind a place; null: all of it. */
export function partsBehind(parts: readonly Part[], after: ReaderCursor | null): PartBehind[] {
  return parts.flatMap((part, index) => {
    if (after && index < after.part) return []
    const from = after?.part === index && isOf(part, after) ? after : null
    return [{ index, part, after: from }]
  })
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
      select count(*) as count from (${anyRows(part, upTo + 1 - count)}) counted`.execute(db)
    count += rows[0]?.count ?? 0
    if (count > upTo) break
  }
  return count
}
