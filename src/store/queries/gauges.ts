import type { Kysely } from 'kysely'
import type { Totals } from '../../core/entities/delivery.ts'
import { busyStates } from '../../core/entities/imports/import.ts'
import type { DeliveryStatus, EditionStatus, SourceStatus } from '../../core/entities/states.ts'
import { fromJson, orInstant, toInstant, toMs } from '../columns.ts'
import { isUnsettled } from '../repositories/sending/ledger-statements.ts'
import type { Tables } from '../tables/tables.ts'

/** The data of an edition for metrics. */
export interface EditionGauge {
  id: number
  digest: string
  status: EditionStatus
  dueAt: Temporal.Instant
  startedAt: Temporal.Instant | null
  finishedAt: Temporal.Instant | null
  totals: Totals | null
}

/** Numbers that metrics read every few seconds: each from few rows, or from an index of open rows only. */
export function gaugesStore(db: Kysely<Tables>) {
  return {
    /** Editions whose hour is after an instant, latest first. */
    async editions(since: Temporal.Instant): Promise<EditionGauge[]> {
      const rows = await db
        .selectFrom('editions')
        .innerJoin('digests', 'digests.id', 'editions.digest_id')
        .select(['editions.id', 'key', 'status', 'due_at', 'started_at', 'finished_at', 'totals'])
        .where('due_at', '>=', toMs(since))
        .orderBy('due_at', 'desc')
        .orderBy('editions.id', 'desc')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        digest: row.key,
        status: row.status,
        dueAt: toInstant(row.due_at),
        startedAt: orInstant(row.started_at),
        finishedAt: orInstant(row.finished_at),
        totals: row.totals === null ? null : fromJson<Totals>(row.totals),
      }))
    },

    /** Open or unknown deliveries of some editions, by state. */
    async openDeliveries(
      editionIds: readonly number[],
    ): Promise<{ status: DeliveryStatus; count: number }[]> {
      if (editionIds.length === 0) return []
      return db
        .selectFrom('deliveries')
        .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
        .where('edition_id', 'in', editionIds)
        .where(isUnsettled)
        .groupBy('status')
        .execute()
    },

    /** Waiting messages by state, and since when the oldest of them has been due. */
    async openMessages(): Promise<{ status: DeliveryStatus; count: number; dueSince: Temporal.Instant }[]> {
      const rows = await db
        .selectFrom('messages')
        .select((eb) => [
          'status',
          eb.fn.countAll<number>().as('count'),
          eb.fn.min<number>(eb.fn.coalesce('next_attempt_at', 'due_at')).as('due'),
        ])
        .where('status', 'in', ['queued', 'deferred'])
        .groupBy('status')
        .execute()
      return rows.map(({ status, count, due }) => ({ status, count, dueSince: toInstant(due) }))
    },

    /** Sources by state, and when the one that has waited longest was read, or added. */
    async sources(): Promise<{ status: SourceStatus; count: number; readAt: Temporal.Instant }[]> {
      const rows = await db
        .selectFrom('sources')
        .select((eb) => [
          'status',
          eb.fn.countAll<number>().as('count'),
          eb.fn.min<number>(eb.fn.coalesce('checked_at', 'created_at')).as('read_at'),
        ])
        .groupBy('status')
        .execute()
      return rows.map(({ status, count, read_at: at }) => ({ status, count, readAt: toInstant(at) }))
    },

    /** Imports and undos that a process is running or will run. */
    async busyImports(): Promise<number> {
      const { count } = await db
        .selectFrom('imports')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('state', 'in', busyStates)
        .executeTakeFirstOrThrow()
      return count
    },
  }
}
