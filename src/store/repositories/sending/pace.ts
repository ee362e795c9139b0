import { type Kysely, sql } from 'kysely'
import type { Rest } from '../../../core/entities/sending/domain-rest.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Lease } from '../../../core/entities/sending/lease.ts'
import type { Tables } from '../../tables/tables.ts'

export type PaceStore = ReturnType<typeof paceStore>

/** The limits that all sending processes share: what one has taken, no other gets. */
export function paceStore(db: Kysely<Tables>) {
  return {
    /**
     * Reserves `ms` milliseconds of a key's time, from now or from the end of the last reservation, if that is at most `patience`
     * milliseconds ahead. Returns when they begin; otherwise null.
     */
    async take(
      key: string,
      now: Temporal.Instant,
      ms: number,
      patience: number,
    ): Promise<Temporal.Instant | null> {
      const at = toMs(now)
      const { rows } = await sql<{ next_at: number }>`
        insert into pace (key, next_at) values (${key}, ${at + ms})
        on conflict (key) do update
          set next_at = case when pace.next_at < ${at} then ${at + ms} else pace.next_at + ${sql.lit(ms)} end
          where pace.next_at <= ${at + patience}
        returning next_at`.execute(db)
      const [row] = rows
      return row ? toInstant(row.next_at - ms) : null
    },

    /** Until when a key's time is reserved. */
    async takenUntil(key: string): Promise<Temporal.Instant | null> {
      const row = await db.selectFrom('pace').select('next_at').where('key', '=', key).executeTakeFirst()
      return row ? toInstant(row.next_at) : null
    },

    /** Domains that are paused, or were paused and have not accepted an e-mail since. */
    async rests(): Promise<Rest[]> {
      const rows = await db.selectFrom('pace').selectAll().where('slow_steps', '>', 0).execute()
      return rows.map((row) => ({
        domain: row.key,
        until: toInstant(row.slow_until),
        steps: row.slow_steps,
      }))
    },

    /** Pauses a domain; without steps, it has accepted an e-mail again. */
    async rest({ domain, until, steps }: Rest): Promise<void> {
      const row = { slow_until: toMs(until), slow_steps: steps }
      await db
        .insertInto('pace')
        .values({ key: domain, next_at: 0, ...row })
        .onConflict((c) => c.column('key').doUpdateSet(row))
        .execute()
    },

    /** Takes one of a domain's connections under a lease; null if all are in use. */
    async connect(domain: string, most: number, now: Temporal.Instant, lease: Lease): Promise<number | null> {
      for (let slot = 1; slot <= most; slot++) {
        const taken = { worker: lease.worker, lease_until: toMs(lease.until) }
        const row = await db
          .insertInto('pace_connections')
          .values({ domain, slot, ...taken })
          .onConflict((c) =>
            c
              .columns(['domain', 'slot'])
              .doUpdateSet(taken)
              .where('pace_connections.lease_until', '<=', toMs(now)),
          )
          .returning('slot')
          .executeTakeFirst()
        if (row) return slot
      }
      return null
    },

    /** Renews a worker's leases. */
    async renew(lease: Lease): Promise<void> {
      await db
        .updateTable('pace_connections')
        .set({ lease_until: toMs(lease.until) })
        .where('worker', '=', lease.worker)
        .execute()
    },

    async release(worker: string, domain: string, slots: number[]): Promise<void> {
      if (slots.length === 0) return
      await db
        .deleteFrom('pace_connections')
        .where('worker', '=', worker)
        .where('domain', '=', domain)
        .where('slot', 'in', slots)
        .execute()
    },
  }
}
