import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DigestDay, SubscriptionPlace } from '../../../core/entities/sending/warm-up.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { isAdmitted } from './warm-up-admitted.ts'

export type WarmUpReadersStore = ReturnType<typeof warmUpReadersStore>

/** Whether only the warm-up keeps a reader from getting e-mail; `s` is a subscription. */
const wantsMail = (now: Temporal.Instant) => sql`s.status = 'active'
  and (s.paused_until is null or s.paused_until <= ${sql.lit(toMs(now))})
  and not exists (select 1 from suppressions x join subscribers b on b.hash = x.hash where b.id = s.subscriber_id)`

const isBelow = ({ createdAt, id }: SubscriptionPlace) =>
  sql`(s.created_at, s.id) < (${sql.lit(createdAt)}, ${sql.lit(id)})`
const isFrom = ({ createdAt, id }: SubscriptionPlace) =>
  sql`(s.created_at, s.id) >= (${sql.lit(createdAt)}, ${sql.lit(id)})`

const isUpTo = ({ createdAt, id }: SubscriptionPlace) =>
  sql`(s.created_at, s.id) <= (${sql.lit(createdAt)}, ${sql.lit(id)})`

const isAmong = (subscriber: RawBuilder<unknown>, after: number, next: number | null) =>
  sql`${subscriber} > ${sql.lit(after)} ${next === null ? sql`` : sql`and ${subscriber} <= ${sql.lit(next)}`}`

/** Whether an admission `w` of an earlier warm-up counts for a new one: the reader has got e-mail since, or has asked for it. */
const isKept = sql`(w.by_plan = 0 or exists (select 1 from deliveries d
  where d.subscriber_id = w.subscriber_id and d.status in ('sent', 'unknown') and d.finished_at >= w.admitted_at))`

const isTakenOver = sql`exists (select 1 from warm_up_readers w where w.subscriber_id = s.subscriber_id and ${isKept})`

function notYetIn(warmUpId: number | 'next' | null) {
  if (warmUpId === null) return sql``
  return sql`and not ${warmUpId === 'next' ? isTakenOver : isAdmitted(sql`s.subscriber_id`, warmUpId)}`
}

/** The last of the next `count` people after one; null if there are fewer. */
async function lastOf(db: Kysely<Tables>, after: number, count: number): Promise<number | null> {
  const last = await db
    .selectFrom('subscribers')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(1)
    .offset(count - 1)
    .executeTakeFirst()
  return last?.id ?? null
}

const together = (parts: RawBuilder<unknown>[]) => sql.join(parts, sql` union all `)

/** Who has been admitted, and who is next: newest subscription first, which is an index of each digest. */
export function warmUpReadersStore(db: Kysely<Tables>) {
  return {
    /** The last of the next `count` subscriptions of some digests after a place; null if there are fewer. */
    async end(
      digests: readonly number[],
      after: SubscriptionPlace,
      count: number,
    ): Promise<SubscriptionPlace | null> {
      const parts = digests.map(
        (digestId) => sql`select * from (select s.created_at, s.id from subscriptions s
          where s.digest_id = ${sql.lit(digestId)} and ${isBelow(after)}
          order by s.created_at desc, s.id desc limit ${sql.lit(count)}) p`,
      )
      const { rows } = await sql<{ created_at: number; id: number }>`
        select created_at, id from (${together(parts)}) u
        order by created_at desc, id desc limit 1 offset ${sql.lit(count - 1)}`.execute(db)
      const [row] = rows
      return row ? { createdAt: row.created_at, id: row.id } : null
    },

    /** Admits up to `most` readers with a subscription between two places, the second included, or to the end; returns how many. */
    async admit(
      warmUpId: number,
      days: readonly DigestDay[],
      { after, upTo }: { after: SubscriptionPlace; upTo: SubscriptionPlace | null },
      most: number,
      now: Temporal.Instant,
    ): Promise<number> {
      const parts = days.map(
        ({ digestId, weekday }) => sql`select s.subscriber_id, s.created_at, s.id from subscriptions s
          where s.digest_id = ${sql.lit(digestId)} and ${isBelow(after)} ${upTo ? sql`and ${isFrom(upTo)}` : sql``}
            and (s.days is null or (s.days & ${sql.lit(1 << (weekday - 1))}) <> 0) and ${wantsMail(now)}
            and not ${isAdmitted(sql`s.subscriber_id`, warmUpId)}`,
      )
      const { numAffectedRows } = await sql`
        insert into warm_up_readers (subscriber_id, warm_up_id, admitted_at, by_plan)
        select p.subscriber_id, ${sql.lit(warmUpId)}, ${sql.lit(toMs(now))}, 1 from (
          select u.subscriber_id, max(u.created_at) as at, max(u.id) as id from (${together(parts)}) u
          group by u.subscriber_id order by 2 desc, 3 desc limit ${sql.lit(most)}) p
        where 1 = 1
        on conflict do nothing`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /**
     * Admits those of the next `count` people whom earlier warm-ups admitted, with the original admission, if they have got e-mail since or
     * asked for it, and still subscribe. `next`: where to continue; null at the end.
     */
    async takeOver(
      warmUpId: number,
      after: number,
      count: number,
    ): Promise<{ admitted: number; next: number | null }> {
      const next = await lastOf(db, after, count)
      const { numAffectedRows } = await sql`
        insert into warm_up_readers (subscriber_id, warm_up_id, admitted_at, by_plan)
        select w.subscriber_id, ${sql.lit(warmUpId)}, min(w.admitted_at), min(w.by_plan) from warm_up_readers w
        where w.warm_up_id <> ${sql.lit(warmUpId)} and ${isAmong(sql`w.subscriber_id`, after, next)}
          and ${isKept} and exists (
            select 1 from subscriptions s where s.subscriber_id = w.subscriber_id and s.status = 'active')
        group by w.subscriber_id
        on conflict do nothing`.execute(db)
      return { admitted: Number(numAffectedRows ?? 0), next }
    },

    /** How many of the next `count` people a new warm-up would take over, and where to continue. */
    async takenOverAmong(after: number, count: number): Promise<{ count: number; next: number | null }> {
      const next = await lastOf(db, after, count)
      const { rows } = await sql<{ count: number }>`
        select count(distinct w.subscriber_id) as count from warm_up_readers w
        where ${isAmong(sql`w.subscriber_id`, after, next)} and ${isKept} and exists (
          select 1 from subscriptions s where s.subscriber_id = w.subscriber_id and s.status = 'active')`.execute(
        db,
      )
      return { count: rows[0]?.count ?? 0, next }
    },

    /** Admits a reader who asked for e-mail; false if they are admitted already. */
    async admitOne(warmUpId: number, subscriberId: number, at: Temporal.Instant): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('warm_up_readers')
        .values({ subscriber_id: subscriberId, warm_up_id: warmUpId, admitted_at: toMs(at), by_plan: 0 })
        .onConflict((c) => c.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** When a reader was admitted, and whether by the plan; null while they are waiting. */
    async admission(
      warmUpId: number,
      subscriberId: number,
    ): Promise<{ at: Temporal.Instant; isByPlan: boolean } | null> {
      const row = await db
        .selectFrom('warm_up_readers')
        .select(['admitted_at', 'by_plan'])
        .where('subscriber_id', '=', subscriberId)
        .where('warm_up_id', '=', warmUpId)
        .executeTakeFirst()
      return row ? { at: toInstant(row.admitted_at), isByPlan: row.by_plan === 1 } : null
    },

    async among(warmUpId: number, subscriberIds: readonly number[]): Promise<Set<number>> {
      if (subscriberIds.length === 0) return new Set()
      const rows = await db
        .selectFrom('warm_up_readers')
        .select('subscriber_id')
        .where('subscriber_id', 'in', subscriberIds)
        .where('warm_up_id', '=', warmUpId)
        .execute()
      return new Set(rows.map((row) => row.subscriber_id))
    },

    /** The position of a reader in the order of admission; null for one who gets no e-mail. */
    async placeOf(subscriberId: number): Promise<SubscriptionPlace | null> {
      const row = await db
        .selectFrom('subscriptions')
        .select(['created_at', 'id'])
        .where('subscriber_id', '=', subscriberId)
        .where('status', '=', 'active')
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? { createdAt: row.created_at, id: row.id } : null
    },

    /** Whether anybody is waiting who would otherwise get e-mail. */
    async hasWaiting(warmUpId: number, now: Temporal.Instant): Promise<boolean> {
      const { rows } = await sql`select 1 from subscriptions s
        where ${wantsMail(now)} and not ${isAdmitted(sql`s.subscriber_id`, warmUpId)} limit 1`.execute(db)
      return rows.length > 0
    },

    /**
     * How many of the next `count` people are waiting, each counted once; with `above`, only those admitted before that place. `next`:
     * where to continue; null at the end. Without a warm-up all are counted; for the `next` one, all except those whom it would take over.
     */
    async waitingAmong(
      warmUpId: number | 'next' | null,
      { after, count, above }: { after: number; count: number; above: SubscriptionPlace | null },
      now: Temporal.Instant,
    ): Promise<{ waiting: number; next: number | null }> {
      const next = await lastOf(db, after, count)
      const { rows } = await sql<{ waiting: number }>`
        select count(distinct s.subscriber_id) as waiting from subscriptions s
        where ${isAmong(sql`s.subscriber_id`, after, next)}
          ${above ? sql`and not ${isUpTo(above)}` : sql``}
          and ${wantsMail(now)} ${notYetIn(warmUpId)}`.execute(db)
      return { waiting: rows[0]?.waiting ?? 0, next }
    },

    /** Those of warm-ups that ended before an instant. */
    async countBefore(before: Temporal.Instant): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from warm_up_readers where ${isOld(before)}`.execute(db)
      return rows[0]?.count ?? 0
    },

    async deleteBefore(before: Temporal.Instant, count: number): Promise<number> {
      const { numAffectedRows } = await sql`
        delete from warm_up_readers where (subscriber_id, warm_up_id) in (
          select subscriber_id, warm_up_id from warm_up_readers where ${isOld(before)} limit ${count})`.execute(
        db,
      )
      return Number(numAffectedRows ?? 0)
    },
  }
}

const isOld = (before: Temporal.Instant) =>
  sql`warm_up_id in (select id from warm_ups where is_open is null and state_at < ${toMs(before)})`
