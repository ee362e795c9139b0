import { type Kysely, sql } from 'kysely'
import { toMs } from './columns.ts'
import type { Tables } from './tables.ts'

export type RetentionStore = ReturnType<typeof retentionStore>

/** What is old, and throwing it away. */
export function retentionStore(db: Kysely<Tables>) {
  const oldMessages = (before: Temporal.Instant) =>
    sql<boolean>`finished_at < ${toMs(before)} and status in ('sent', 'failed', 'skipped', 'unknown')`
  return {
    /** Editions that ended before an instant and still have rows or blocks, but for those with an unknown mail. */
    async editions(before: Temporal.Instant): Promise<number[]> {
      const { rows } = await sql<{ id: number }>`
        select e.id from editions e
        where e.status in ('sent', 'stopped', 'skipped', 'missed') and e.frozen_at < ${toMs(before)}
          and coalesce(e.finished_at, e.frozen_at) < ${toMs(before)}
          and (exists (select 1 from deliveries d where d.edition_id = e.id)
            or exists (select 1 from blocks b where b.edition_id = e.id))
          and not exists (select 1 from deliveries d where d.edition_id = e.id
            and d.status in ('queued', 'claimed', 'inflight', 'deferred', 'unknown'))
        order by e.id`.execute(db)
      return rows.map(({ id }) => id)
    },

    /** Gives how many went. */
    async dropDeliveries(editionId: number, count: number): Promise<number> {
      const { numAffectedRows } = await sql`
        delete from deliveries where edition_id = ${editionId} and subscriber_id in (
          select subscriber_id from deliveries where edition_id = ${editionId} limit ${count})`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    async dropContents(editionId: number): Promise<void> {
      await db.deleteFrom('blocks').where('edition_id', '=', editionId).execute()
      await db.deleteFrom('variants').where('edition_id', '=', editionId).execute()
    },

    async countMessages(before: Temporal.Instant): Promise<number> {
      const row = await db
        .selectFrom('messages')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where(oldMessages(before))
        .executeTakeFirstOrThrow()
      return row.count
    },

    async dropMessages(before: Temporal.Instant): Promise<number> {
      const { numDeletedRows } = await db.deleteFrom('messages').where(oldMessages(before)).executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
