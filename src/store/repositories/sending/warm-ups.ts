import type { Kysely, Selectable } from 'kysely'
import type { WarmUp, WarmUpPlan } from '../../../core/entities/sending/warm-up.ts'
import { mayMove, type WarmUpState } from '../../../core/entities/states.ts'
import { AppError } from '../../../core/errors.ts'
import { said, type Reason } from '../../../core/said/said.ts'
import { fromJson, orInstant, toInstant, toMs } from '../../columns.ts'
import { orReason, orReasonText } from '../../reason-column.ts'
import type { Tables } from '../../tables/tables.ts'
import type { WarmUpsTable } from '../../tables/warm-ups.ts'

export type WarmUpsStore = ReturnType<typeof warmUpsStore>

/** Who changes the state of a warm-up, when and why. */
export interface WarmUpChange {
  at: Temporal.Instant
  by: string
  reason: Reason | null
}

function warmUp(row: Selectable<WarmUpsTable>): WarmUp {
  return {
    ...fromJson<WarmUpPlan>(row.plan),
    id: row.id,
    state: row.state,
    startedAt: toInstant(row.started_at),
    stateAt: toInstant(row.state_at),
    stateBy: row.state_by,
    reason: orReason(row.reason),
    resumedAt: orInstant(row.resumed_at),
    admitted: row.admitted,
    takenOverTo: row.taken_over_to,
  }
}

/** Plans by which a relay gets its readers in steps. */
export function warmUpsStore(db: Kysely<Tables>) {
  return {
    /** The one that is running or paused. */
    async open(): Promise<WarmUp | null> {
      const row = await db.selectFrom('warm_ups').selectAll().where('is_open', '=', 1).executeTakeFirst()
      return row ? warmUp(row) : null
    },

    /** The same, locked until the transaction ends. */
    async lockOpen(): Promise<WarmUp | null> {
      const row = await db
        .updateTable('warm_ups')
        .set((eb) => ({ admitted: eb.ref('admitted') }))
        .where('is_open', '=', 1)
        .returningAll()
        .executeTakeFirst()
      return row ? warmUp(row) : null
    },

    async byId(id: number): Promise<WarmUp | null> {
      const row = await db.selectFrom('warm_ups').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? warmUp(row) : null
    },

    /** The one that was started last, in any state. */
    async newest(): Promise<WarmUp | null> {
      const row = await db
        .selectFrom('warm_ups')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? warmUp(row) : null
    },

    /** It has taken nobody over yet, and never will if it is `isAfresh`. Null if another is open. */
    async start(
      { steps, bars, timeZone }: WarmUpPlan,
      { at, by, reason }: WarmUpChange,
      isAfresh: boolean,
    ): Promise<WarmUp | null> {
      const row = await db
        .insertInto('warm_ups')
        .values({
          is_open: 1,
          state: 'running',
          plan: JSON.stringify({ steps, bars, timeZone }),
          started_at: toMs(at),
          state_at: toMs(at),
          state_by: by,
          reason: orReasonText(reason),
          resumed_at: null,
          taken_over_to: isAfresh ? null : 0,
        })
        .onConflict((c) => c.column('is_open').doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? warmUp(row) : null
    },

    /** False if it is in another state by now. */
    async move(
      id: number,
      from: WarmUpState,
      to: WarmUpState,
      { at, by, reason }: WarmUpChange,
    ): Promise<boolean> {
      if (!mayMove('warm-up', from, to))
        throw new AppError('conflict', said('no-such-move', { what: 'warm-up', from, to }))
      const { numUpdatedRows } = await db
        .updateTable('warm_ups')
        .set({
          state: to,
          is_open: to === 'running' || to === 'paused' ? 1 : null,
          state_at: toMs(at),
          state_by: by,
          reason: orReasonText(reason),
          ...(to === 'running' && { resumed_at: toMs(at) }),
        })
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Changes the plan of an open one; days that have begun keep their numbers. */
    async replan(id: number, { steps, bars, timeZone }: WarmUpPlan): Promise<void> {
      await db
        .updateTable('warm_ups')
        .set({ plan: JSON.stringify({ steps, bars, timeZone }) })
        .where('id', '=', id)
        .execute()
    },

    /** Records the last subscriber up to whom readers of earlier ones are taken over; null: all are. */
    async reachTakenOver(id: number, to: number | null): Promise<void> {
      await db.updateTable('warm_ups').set({ taken_over_to: to }).where('id', '=', id).execute()
    },

    /** Adds to the number of admitted readers. */
    async raise(id: number, count: number): Promise<void> {
      await db
        .updateTable('warm_ups')
        .set((eb) => ({ admitted: eb('admitted', '+', count) }))
        .where('id', '=', id)
        .execute()
    },
  }
}
