import { type Kysely, sql } from 'kysely'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type LeaversStore = ReturnType<typeof leaversStore>

/** Stored instead of a digest's id: somebody who was erased left them all. */
const everyDigest = 0

/** People who left, by the keyed hash of their address, once nothing else of them is stored. Lists do not bring them back. */
export function leaversStore(db: Kysely<Tables>) {
  /** None of their subscriptions is active, ended later, or was requested again since. */
  const hasLeft = (before: Temporal.Instant) => sql<boolean>`
    s.status = 'unsubscribed' and s.ended_at < ${toMs(before)}
    and not exists (select 1 from subscriptions o where o.subscriber_id = s.subscriber_id
      and (o.status <> 'unsubscribed' or o.ended_at >= ${toMs(before)}
        or exists (select 1 from sign_ups u where u.subscription_id = o.id and u.requested_at >= ${toMs(before)})))`

  return {
    /** Whether this address has left a digest. */
    async has(hash: string, digestId: number): Promise<boolean> {
      const row = await db
        .selectFrom('leavers')
        .select('hash')
        .where('hash', '=', hash)
        .where('digest_id', 'in', [everyDigest, digestId])
        .executeTakeFirst()
      return row !== undefined
    },

    /** Stores the hash of somebody who was erased. */
    async add(hash: string, at: Temporal.Instant): Promise<void> {
      await db
        .insertInto('leavers')
        .values({ hash, digest_id: everyDigest, subscription_id: null, left_at: toMs(at) })
        .onConflict((c) => c.columns(['hash', 'digest_id']).doUpdateSet({ left_at: toMs(at) }))
        .execute()
    },

    /** Deletes it, because somebody has come back to a digest by their own wish. */
    async forget(hash: string, digestId: number): Promise<void> {
      await db
        .deleteFrom('leavers')
        .where('hash', '=', hash)
        .where('digest_id', 'in', [everyDigest, digestId])
        .execute()
    },

    /** People all of whose subscriptions ended before an instant, by id. */
    async leftBefore(before: Temporal.Instant, count: number): Promise<number[]> {
      const { rows } = await sql<{ id: number }>`
        select distinct s.subscriber_id as id from subscriptions s
        where ${hasLeft(before)}
        order by s.subscriber_id limit ${count}`.execute(db)
      return rows.map(({ id }) => id)
    },

    async countLeftBefore(before: Temporal.Instant): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from (
          select s.subscriber_id from subscriptions s
          where ${hasLeft(before)}
          group by s.subscriber_id) as l`.execute(db)
      return rows[0]?.count ?? 0
    },

    /** In a transaction that has locked these people: stores the hash of each for each digest that they left. */
    async keep(subscriberIds: readonly number[]): Promise<void> {
      await sql`
        insert into leavers (hash, digest_id, subscription_id, left_at)
        select b.hash, s.digest_id, s.id, s.ended_at from subscriptions s
        join subscribers b on b.id = s.subscriber_id
        where s.subscriber_id in (${sql.join([...subscriberIds])}) and s.status = 'unsubscribed'
        on conflict (hash, digest_id) do update
          set subscription_id = excluded.subscription_id, left_at = excluded.left_at`.execute(db)
    },
  }
}
