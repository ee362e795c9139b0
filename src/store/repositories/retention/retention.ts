import { type Kysely, sql } from 'kysely'
import { endedEditions } from '../../../core/entities/states.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type RetentionStore = ReturnType<typeof retentionStore>

const number = (count: bigint | undefined): number => Number(count ?? 0)

/** Rows that are old: counted, and deleted a batch at a time. Each deletion returns how many rows. */
export function retentionStore(db: Kysely<Tables>) {
  const oldMessages = (before: Temporal.Instant) =>
    sql<boolean>`finished_at < ${toMs(before)} and status in ('sent', 'failed', 'skipped', 'unknown')`
  // Rows about people's consent are kept longer: `old-audit.ts`.
  const oldAudit = (before: Temporal.Instant) =>
    sql<boolean>`at < ${toMs(before)} and subject not like 'subscri%'`
  const countWhere = async (table: 'messages' | 'readings' | 'audit', where: ReturnType<typeof oldAudit>) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} where ${where}`.execute(db)
    return rows[0]?.count ?? 0
  }
  const deleteSome = async (
    table: 'messages' | 'readings' | 'audit',
    where: ReturnType<typeof oldAudit>,
    count: number,
  ) => {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where id in (
        select id from ${sql.table(table)} where ${where} order by id limit ${count})`.execute(db)
    return number(numAffectedRows)
  }
  const isOldApproval = (before: Temporal.Instant) => sql<boolean>`at < ${toMs(before)}
    and edition_id in (select id from editions where status in (${sql.join([...endedEditions])}))`
  const oldReadings = (before: Temporal.Instant) => sql<boolean>`at < ${toMs(before)}`

  return {
    /** Editions that ended before an instant and still have rows or blocks, except those with an unknown e-mail. */
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

    async deleteDeliveries(editionId: number, count: number): Promise<number> {
      const { numAffectedRows } = await sql`
        delete from deliveries where edition_id = ${editionId} and subscriber_id in (
          select subscriber_id from deliveries where edition_id = ${editionId} limit ${count})`.execute(db)
      return number(numAffectedRows)
    },

    async deleteContents(editionId: number): Promise<void> {
      await db.deleteFrom('blocks').where('edition_id', '=', editionId).execute()
      await db.deleteFrom('variants').where('edition_id', '=', editionId).execute()
    },

    /** Approvals given before an instant, of editions that have ended. */
    async countApprovals(before: Temporal.Instant): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from approvals where ${isOldApproval(before)}`.execute(db)
      return rows[0]?.count ?? 0
    },
    /** Deletes them; there are a few for each edition. */
    async deleteApprovals(before: Temporal.Instant): Promise<number> {
      return number(
        (await sql`delete from approvals where ${isOldApproval(before)}`.execute(db)).numAffectedRows,
      )
    },

    countMessages: (before: Temporal.Instant) => countWhere('messages', oldMessages(before)),
    deleteMessages: (before: Temporal.Instant, count: number) =>
      deleteSome('messages', oldMessages(before), count),

    countReadings: (before: Temporal.Instant) => countWhere('readings', oldReadings(before)),
    deleteReadings: (before: Temporal.Instant, count: number) =>
      deleteSome('readings', oldReadings(before), count),

    /** Rows of the audit log, except those about people's consent. */
    countAudit: (before: Temporal.Instant) => countWhere('audit', oldAudit(before)),
    deleteAudit: (before: Temporal.Instant, count: number) => deleteSome('audit', oldAudit(before), count),
  }
}
