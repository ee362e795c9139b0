import type { Generated } from 'kysely'
import type { WarmUpState } from '../../core/entities/states.ts'

/** Warm-ups: a relay without a history gets its readers in steps. */
export interface WarmUpTables {
  warm_ups: WarmUpsTable
  warm_up_days: WarmUpDaysTable
  /** Readers who have been admitted; `by_plan` is 0 for those who asked for e-mail meanwhile. */
  warm_up_readers: { subscriber_id: number; warm_up_id: number; admitted_at: number; by_plan: number }
}

export interface WarmUpsTable {
  id: Generated<number>
  /** 1 while it is running or paused, null afterwards: at most one is open. */
  is_open: number | null
  state: WarmUpState
  /** JSON: steps, limits, time zone. */
  plan: string
  started_at: number
  state_at: number
  state_by: string
  reason: string | null
  resumed_at: number | null
  admitted: Generated<number>
  /** The last subscriber up to whom readers of earlier warm-ups are taken over; null once all are. */
  taken_over_to: number | null
}

export interface WarmUpDaysTable {
  warm_up_id: number
  date: string
  target: number
  before: number
  admitted: Generated<number>
  began_at: number
  is_done: Generated<number>
  /** The subscription processed last. */
  after_at: number
  after_id: number
}
