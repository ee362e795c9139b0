import { type Kysely, sql } from 'kysely'
import type { Import } from '../../../core/entities/imports/import.ts'
import { toMs, type Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { beforeJson, big } from './judgement.ts'

export type ImportRemovalsStore = ReturnType<typeof importRemovalsStore>

/** Some active subscriptions of a digest, by id. */
interface Stretch {
  after: number
  upTo: number
}

/** Ends subscriptions that a list in mode `replace` does not contain. */
export function importRemovalsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** The id of the last of the next `count` active subscriptions of a digest; null if there is none. */
    async last(digestId: number, after: number, count: number): Promise<number | null> {
      const { rows } = await sql<{ last: number | null }>`
        select max(id) as last from (
          select id from subscriptions where digest_id = ${big(digestId)} and status = 'active' and id > ${big(after)}
          order by id limit ${big(count)}) next`.execute(db)
      return rows[0]?.last ?? null
    },

    /**
     * How many active subscriptions of a digest are older than an import, and how many of these are in its rows. Call it before the merge.
     */
    async compare({
      id,
      digestId,
      createdAt,
    }: Pick<Import, 'id' | 'digestId' | 'createdAt'>): Promise<{ active: number; named: number }> {
      const isOld = sql`s.digest_id = ${big(digestId)} and s.status = 'active' and s.created_at < ${big(toMs(createdAt))}`
      // From the rows to their readers, because no index leads from a reader to a waiting row. SQLite keeps the order of a cross join.
      const { rows } = await sql<{ active: number; named: number }>`
        select (select count(*) from subscriptions s where ${isOld}) as active,
          (select count(distinct s.id) from import_rows r cross join subscribers b cross join subscriptions s
            where r.import_id = ${big(id)} and b.hash = r.hash and s.subscriber_id = b.id
              and (r.outcome is not null or r.digest_id = s.digest_id) and ${isOld}) as named`.execute(db)
      return rows[0] ?? { active: 0, named: 0 }
    },

    /**
     * Ends the subscriptions of a batch that are older than the import and in none of its rows, not even a rejected one; returns their
     * subscribers. `n` is the number of the last recorded row.
     */
    async end(
      { id, digestId, createdAt }: Pick<Import, 'id' | 'digestId' | 'createdAt'>,
      { after, upTo }: Stretch,
      n: number,
      at: Temporal.Instant,
    ): Promise<number[]> {
      const now = big(toMs(at))
      if (backend === 'postgres')
        await sql`select id from subscriptions where digest_id = ${big(digestId)} and status = 'active'
          and id > ${big(after)} and id <= ${big(upTo)} order by id for update`.execute(db)
      await sql`
        insert into import_readers (import_id, n, subscriber_id, digest_id, outcome, before, at)
        select ${big(id)}, ${big(n)} + row_number() over (order by s.id), s.subscriber_id, s.digest_id, 'removed',
          ${beforeJson(backend)}, ${now}
        from subscriptions s join subscribers b on b.id = s.subscriber_id
        where s.digest_id = ${big(digestId)} and s.status = 'active' and s.id > ${big(after)} and s.id <= ${big(upTo)}
          and s.created_at < ${big(toMs(createdAt))}
          and not exists (select 1 from import_readers e
            where e.subscriber_id = s.subscriber_id and e.import_id = ${big(id)} and e.digest_id = s.digest_id)
          and not exists (select 1 from import_rows r
            where r.hash = b.hash and r.outcome is not null and r.import_id = ${big(id)})`.execute(db)
      const { rows } = await sql<{ subscriber_id: number }>`
        update subscriptions set status = 'unsubscribed', changed_at = ${now}, ended_at = ${now}, ended_link = null
        from import_readers e where e.import_id = ${big(id)} and e.n > ${big(n)} and e.outcome = 'removed'
          and subscriptions.subscriber_id = e.subscriber_id and subscriptions.digest_id = e.digest_id
        returning subscriptions.subscriber_id`.execute(db)
      return rows.map(({ subscriber_id }) => subscriber_id)
    },
  }
}
