import { type Kysely, sql } from 'kysely'
import type { DeliveryStatus } from '../../../core/entities/states.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type ProgressStore = ReturnType<typeof progressStore>

/** The progress of an edition's e-mails, read from the ledger. */
export function progressStore(db: Kysely<Tables>) {
  return {
    /** E-mails accepted since an instant, in time steps of some milliseconds; empty steps are left out. */
    async accepted(
      editionId: number,
      from: Temporal.Instant,
      stepMs: number,
    ): Promise<{ at: Temporal.Instant; count: number }[]> {
      const begin = toMs(from)
      const step = sql<number>`(finished_at - ${sql.lit(begin)}) / ${sql.lit(stepMs)}`
      const rows = await db
        .selectFrom('deliveries')
        .select((eb) => [step.as('step'), eb.fn.countAll().as('count')])
        .where('edition_id', '=', editionId)
        .where('status', '=', 'sent')
        .where('finished_at', '>=', begin)
        .groupBy('step')
        .orderBy('step')
        .execute()
      return rows.map((row) => ({
        at: toInstant(begin + row.step * stepMs),
        count: Number(row.count),
      }))
    },

    /** E-mails waiting for their reader's own hour. */
    async waitingForHour(editionId: number, now: Temporal.Instant): Promise<number> {
      const { count } = await db
        .selectFrom('deliveries')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('edition_id', '=', editionId)
        .where('status', '=', 'queued')
        .where('due_at', '>', toMs(now))
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    /** Replies of servers about e-mails that were not accepted, most frequent first. */
    async replies(
      editionId: number,
      count: number,
    ): Promise<{ status: DeliveryStatus; said: string; count: number }[]> {
      const said = sql<string>`coalesce(reply, reason, '')`
      const rows = await db
        .selectFrom('deliveries')
        .select((eb) => ['status', said.as('said'), eb.fn.countAll().as('count')])
        .where('edition_id', '=', editionId)
        .where('status', 'in', ['deferred', 'failed', 'unknown', 'skipped'])
        .groupBy(['status', said])
        .orderBy('count', 'desc')
        .limit(count)
        .execute()
      return rows.map((row) => ({ ...row, count: Number(row.count) }))
    },
  }
}
