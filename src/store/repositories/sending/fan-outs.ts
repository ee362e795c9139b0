import { type Kysely, sql } from 'kysely'
import type { Edition } from '../../../core/entities/edition.ts'
import type { OpenFanOut, OwnHour, SubscriptionBatch } from '../../../core/entities/sending/fan-out.ts'
import { orInstant, toMs, type Backend } from '../../columns.ts'
import { jsonRows } from '../../json-rows.ts'
import type { Tables } from '../../tables/tables.ts'
import { domainReason, suppressedDomain } from '../../suppressed-domain.ts'
import { reasonSql } from '../../reason-column.ts'
import { isAdmitted } from './warm-up-admitted.ts'

export type FanOutsStore = ReturnType<typeof fanOutsStore>

/** For a row with its suppression `x` and that of its domain `r`. */
const isSuppressed = sql<boolean>`(x.hash is not null or r.domain is not null)`

/** Adds an edition's rows, a batch of subscriptions at a time. */
export function fanOutsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /**
     * The progress of an edition that is being sent; null if all its rows exist or it is not being sent. In a transaction it locks the
     * edition until the end.
     */
    async open(editionId: number): Promise<OpenFanOut | null> {
      let query = db
        .selectFrom('editions')
        .select(['fan_out_after', 'fan_out_due'])
        .where('id', '=', editionId)
        .where('status', '=', 'sending')
      if (backend === 'postgres') query = query.forUpdate()
      const row = await query.executeTakeFirst()
      if (row?.fan_out_after == null) return null
      return { after: row.fan_out_after, dueAt: orInstant(row.fan_out_due) }
    },

    /** Records the progress; null: all rows exist. */
    async reach(editionId: number, after: number | null): Promise<void> {
      await db.updateTable('editions').set({ fan_out_after: after }).where('id', '=', editionId).execute()
    },

    /** The id of the last of the next `count` active subscriptions of a digest; null if there is none. */
    async end(digestId: number, after: number, count: number): Promise<number | null> {
      const { rows } = await sql<{ last: number | null }>`
        select max(id) as last from (
          select id from subscriptions where digest_id = ${digestId} and status = 'active' and id > ${after}
          order by id limit ${count}) next`.execute(db)
      return rows[0]?.last ?? null
    },

    /** The hours that subscribers of a batch chose. */
    async ownHours({ digestId, after, upTo }: SubscriptionBatch): Promise<OwnHour[]> {
      return db
        .selectFrom('subscriptions')
        .select(['hour', 'time_zone as timeZone'])
        .distinct()
        .where('digest_id', '=', digestId)
        .where('status', '=', 'active')
        .where('id', '>', after)
        .where('id', '<=', upTo)
        .where('hour', 'is not', null)
        .$narrowType<{ hour: string }>()
        .execute()
    },

    /**
     * Adds a row for every active subscription of a batch that gets e-mail on this weekday, due at the edition's instant or at that of its
     * own hour; for a suppressed address or domain the row is skipped, with the reason. For an edition in a warm-up, readers who have not
     * been admitted get no row, because no e-mail is due to them.
     */
    async add(
      edition: Pick<Edition, 'id' | 'warmUpId'> & {
        weekday: number
        dueAt: Temporal.Instant
        now: Temporal.Instant
      },
      { digestId, after, upTo }: SubscriptionBatch,
      own: (OwnHour & { dueAt: Temporal.Instant })[],
    ): Promise<void> {
      const bit = 1 << (edition.weekday - 1)
      const now = toMs(edition.now)
      const hours = own.map(({ hour, timeZone, dueAt }) => ({ hour, zone: timeZone ?? '', due: toMs(dueAt) }))
      await sql`
        insert into deliveries (edition_id, subscriber_id, subscription_id, status, due_at, reason, finished_at)
        select ${sql.lit(edition.id)}, s.subscriber_id, s.id,
          case when ${isSuppressed} then 'skipped' else 'queued' end,
          coalesce(h.due, ${sql.lit(toMs(edition.dueAt))}),
          case when x.hash is not null then ${reasonSql(backend, { code: 'suppressed-because' }, { why: sql.ref('x.reason') })}
            when r.domain is not null then ${domainReason(backend)} end,
          case when ${isSuppressed} then ${sql.lit(now)} end
        from subscriptions s
        join subscribers b on b.id = s.subscriber_id
        left join suppressions x on x.hash = b.hash
        left join suppressed_domains r on r.domain = ${suppressedDomain(backend, sql.ref('b.email'))}
        left join ${jsonRows(backend, { hour: 'text', zone: 'text', due: 'bigint' }, hours)} h
          on h.hour = s.hour and h.zone = coalesce(s.time_zone, '')
        where s.digest_id = ${sql.lit(digestId)} and s.status = 'active'
          and s.id > ${sql.lit(after)} and s.id <= ${sql.lit(upTo)}
          and (s.days is null or (s.days & ${sql.lit(bit)}) <> 0)
          and (s.paused_until is null or s.paused_until <= ${sql.lit(now)})
          and (x.hash is not null or ${isAdmitted(sql`s.subscriber_id`, edition.warmUpId)})
        on conflict do nothing`.execute(db)
    },
  }
}
