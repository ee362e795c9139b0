import { type Kysely, sql } from 'kysely'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type AllowancesStore = ReturnType<typeof allowancesStore>

/**
 * Budgets that refill evenly (the generic cell rate algorithm, ITU-T I.371): each use costs `interval` milliseconds, and `burst` of them
 * may come at once. One row per budget, shared by all processes.
 */
export interface Allowance {
  key: string
  interval: number
  burst: number
}

export function allowancesStore(db: Kysely<Tables>) {
  const taken = (now: number, interval: number) =>
    sql<number>`case when allowances.spent_until > ${now} then allowances.spent_until else ${now} end + ${interval}`

  return {
    /** Uses one if there is one left; otherwise returns the seconds until there is, and uses nothing. */
    async take({ key, interval, burst }: Allowance, at: Temporal.Instant): Promise<number> {
      const now = toMs(at)
      const ahead = interval * (burst - 1)
      const row = await db
        .insertInto('allowances')
        .values({ key, spent_until: now + interval })
        .onConflict((c) =>
          c
            .column('key')
            .doUpdateSet({ spent_until: taken(now, interval) })
            .where('allowances.spent_until', '<=', now + ahead),
        )
        .returning('spent_until')
        .executeTakeFirst()
      if (row) return 0
      const { spent_until: until } = await db
        .selectFrom('allowances')
        .select('spent_until')
        .where('key', '=', key)
        .executeTakeFirstOrThrow()
      return Math.max(1, Math.ceil((until - now - ahead) / 1000))
    },

    /**
     * Reserves one, for now or later; returns the instant from which it may be used. Null, without a reservation, if that is more than
     * `longest` milliseconds ahead.
     */
    async reserve(
      { key, interval, burst }: Allowance,
      longest: number,
      at: Temporal.Instant,
    ): Promise<Temporal.Instant | null> {
      const now = toMs(at)
      const row = await db
        .insertInto('allowances')
        .values({ key, spent_until: now + interval })
        .onConflict((c) =>
          c
            .column('key')
            .doUpdateSet({ spent_until: taken(now, interval) })
            .where('allowances.spent_until', '<=', now + longest + interval * (burst - 1)),
        )
        .returning('spent_until')
        .executeTakeFirst()
      return row ? toInstant(Math.max(now, row.spent_until - interval * burst)) : null
    },

    /** Deletes those that are completely refilled. */
    async prune(at: Temporal.Instant): Promise<void> {
      await db.deleteFrom('allowances').where('spent_until', '<', toMs(at)).execute()
    },
  }
}
