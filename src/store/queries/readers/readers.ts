import { sql, type Kysely, type RawBuilder } from 'kysely'
import type {
  ReaderCursor,
  ReaderFilter,
  ReaderId,
  ReaderPage,
} from '../../../core/entities/readers/reader-filter.ts'
import type { Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { behind } from './keyset.ts'
import { partsOf, type Part } from './parts.ts'
import { readerRows } from './reader-rows.ts'

export type ReadersStore = ReturnType<typeof readersStore>

/** Readers that `ids` reads at a time. */
const stretch = 2_000

interface Place extends ReaderId {
  part: number
  key: string | number | null
  id: string | number
}

/** Readers of a digest as lists show them, found by a filter, a page at a time. */
export function readersStore(db: Kysely<Tables>, backend: Backend) {
  /** The next rows of a filter, and where each of them is. */
  async function places(
    filter: ReaderFilter,
    now: Temporal.Instant,
    after: ReaderCursor | null,
    count: number,
  ): Promise<Place[]> {
    const found: Place[] = []
    const parts = partsOf(backend, filter, now)
    for (const [index, part] of parts.entries()) {
      if (after && index < after.part) continue
      const from = after?.part === index ? after : null
      const rows = await selectPlaces(part, from, count - found.length).execute(db)
      found.push(...rows.rows.map((row) => ({ ...row, part: index })))
      if (found.length >= count) break
    }
    return found
  }

  return {
    /** A page of at most `count` readers after a place; null: from the beginning. */
    async page(
      filter: ReaderFilter,
      now: Temporal.Instant,
      after: ReaderCursor | null,
      count: number,
    ): Promise<ReaderPage> {
      const found = await places(filter, now, after, count + 1)
      const shown = found.slice(0, count)
      const last = shown.at(-1)
      return {
        rows: await readerRows(
          db,
          shown.map(({ subscriptionId }) => subscriptionId),
        ),
        next: found.length > count && last ? { part: last.part, key: last.key, id: last.id } : null,
      }
    },

    /** How many there are, counted up to a number; more than that is that number and one. */
    async count(filter: ReaderFilter, now: Temporal.Instant, upTo: number): Promise<number> {
      let count = 0
      for (const part of partsOf(backend, filter, now)) {
        const { rows } = await sql<{ count: number }>`
          select count(*) as count from (select 1 from ${part.from}
            where ${sql.join(part.where, sql` and `)} limit ${upTo + 1 - count}) counted`.execute(db)
        count += rows[0]?.count ?? 0
        if (count > upTo) break
      }
      return count
    },

    /** All of them, a stretch at a time, in the order of the pages; what changes meanwhile may be missed or come once. */
    async *ids(filter: ReaderFilter, now: Temporal.Instant): AsyncGenerator<ReaderId> {
      let after: ReaderCursor | null = null
      for (;;) {
        const found: Place[] = await places(filter, now, after, stretch)
        for (const { subscriptionId, subscriberId } of found) yield { subscriptionId, subscriberId }
        const last = found.at(-1)
        if (found.length < stretch || !last) return
        after = { part: last.part, key: last.key, id: last.id }
      }
    },
  }
}

type PlaceRow = Omit<Place, 'part'>

function selectPlaces(part: Part, after: ReaderCursor | null, count: number): RawBuilder<PlaceRow> {
  const { from, key, id } = part
  const { where, order } = behind(part, after)
  return sql<PlaceRow>`
    select s.id as "subscriptionId", s.subscriber_id as "subscriberId", ${key ?? sql`null`} as key, ${id} as id
    from ${from} where ${where} order by ${order} limit ${count}`
}
