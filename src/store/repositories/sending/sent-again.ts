import { sql, type Kysely } from 'kysely'
import type { Delivery } from '../../../core/entities/delivery.ts'
import type { MissedEdition, SafeReason } from '../../../core/entities/readers/missed.ts'
import { orMs, toMs, type Backend } from '../../columns.ts'
import { safePart } from '../../queries/readers/missed-parts.ts'
import { reasonText } from '../../reason-column.ts'
import type { Said } from '../../../core/said/said.ts'
import type { Tables } from '../../tables/tables.ts'

export type SentAgainStore = ReturnType<typeof sentAgainStore>

/** Rows that a person has requeued after they had ended, or has added for those who missed an edition. */
export function sentAgainStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Requeues one ended row, due now; false if it has changed since it was read, so that a form sent twice sends no second e-mail. */
    async requeue(
      { editionId, subscriberId, status, finishedAt }: Delivery,
      { reason, at }: { reason: Said; at: Temporal.Instant },
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('deliveries')
        .set({
          status: 'queued',
          due_at: toMs(at),
          next_attempt_at: null,
          finished_at: null,
          delivered_at: null,
          resent: 1,
          reason: reasonText(reason),
        })
        .where('edition_id', '=', editionId)
        .where('subscriber_id', '=', subscriberId)
        .where('status', '=', status)
        .where('finished_at', 'is not distinct from', orMs(finishedAt))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /**
     * Queues up to `count` e-mails, due now, to those who missed an edition for a reason that no longer applies; returns how many. Nobody
     * gets a second row, and no row whose e-mail may have been accepted is changed.
     */
    async queueMissed(
      edition: MissedEdition,
      reason: SafeReason,
      now: Temporal.Instant,
      count: number,
    ): Promise<number> {
      const { from, where } = safePart(backend, edition, reason, now)
      const at = toMs(now)
      const conditions = sql.join(where, sql` and `)
      const isWithoutRow = reason === 'away' || reason === 'joined'
      const { numAffectedRows } = await (
        isWithoutRow
          ? sql`
        insert into deliveries (edition_id, subscriber_id, subscription_id, status, due_at)
        select ${sql.lit(edition.id)}, s.subscriber_id, s.id, 'queued', ${sql.lit(at)} from ${from}
        where ${conditions} limit ${count} on conflict do nothing`
          : sql`
        update deliveries set status = 'queued', due_at = ${at}, next_attempt_at = null, finished_at = null, reason = null
        where edition_id = ${edition.id} and status in ('failed', 'skipped') and subscriber_id in (
          select o.subscriber_id from ${from} where ${conditions} limit ${count})`
      ).execute(db)
      return Number(numAffectedRows ?? 0)
    },
  }
}
