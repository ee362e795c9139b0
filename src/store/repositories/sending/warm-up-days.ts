import type { Kysely, Selectable } from 'kysely'
import type { SubscriptionPlace, WarmUpDay } from '../../../core/entities/sending/warm-up.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import type { WarmUpDaysTable } from '../../tables/warm-ups.ts'

export type WarmUpDaysStore = ReturnType<typeof warmUpDaysStore>

/** Sorts before any possible subscription. */
const first: SubscriptionPlace = { createdAt: 8_640_000_000_000_000, id: Number.MAX_SAFE_INTEGER }

function day(row: Selectable<WarmUpDaysTable>): WarmUpDay {
  return {
    date: Temporal.PlainDate.from(row.date),
    target: row.target,
    before: row.before,
    admitted: row.admitted,
    beganAt: toInstant(row.began_at),
    isDone: row.is_done === 1,
    after: { createdAt: row.after_at, id: row.after_id },
  }
}

/** Days of a warm-up, one for each local date on which an edition began to be sent while it ran. */
export function warmUpDaysStore(db: Kysely<Tables>) {
  return {
    /** Oldest first. */
    async list(warmUpId: number): Promise<WarmUpDay[]> {
      const rows = await db
        .selectFrom('warm_up_days')
        .selectAll()
        .where('warm_up_id', '=', warmUpId)
        .orderBy('date')
        .execute()
      return rows.map(day)
    },

    /** Begins a day; does nothing if it has begun. */
    async begin(
      warmUpId: number,
      { date, target, before, beganAt }: Pick<WarmUpDay, 'date' | 'target' | 'before' | 'beganAt'>,
    ): Promise<void> {
      await db
        .insertInto('warm_up_days')
        .values({
          warm_up_id: warmUpId,
          date: date.toString(),
          target,
          before,
          began_at: toMs(beganAt),
          after_at: first.createdAt,
          after_id: first.id,
        })
        .onConflict((c) => c.columns(['warm_up_id', 'date']).doNothing())
        .execute()
    },

    /** Records its progress, and how many more were admitted; null: it is complete. */
    async reach(
      warmUpId: number,
      date: Temporal.PlainDate,
      { count, after }: { count: number; after: SubscriptionPlace | null },
    ): Promise<void> {
      await db
        .updateTable('warm_up_days')
        .set((eb) => ({
          admitted: eb('admitted', '+', count),
          ...(after ? { after_at: after.createdAt, after_id: after.id } : { is_done: 1 }),
        }))
        .where('warm_up_id', '=', warmUpId)
        .where('date', '=', date.toString())
        .execute()
    },
  }
}
