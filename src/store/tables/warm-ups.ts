import type { Generated } from 'kysely'
import type { WarmUpState } from '../../core/entities/states.ts'

/** How a relay without a history is given its readers in steps. */
export interface WarmUpTables {
  warm_ups: WarmUpsTable
  warm_up_days: WarmUpDaysTable
  /** Who has been admitted; `by_plan` is 0 for those who asked for e-mail meanwhile. */
  warm_up_readers: { subscriber_id: number; warm_up_id: number; admitted_at: number; by_plan: number }
}

export interface WarmUpsTable {
  id: Generated<number>
  /** 1 while it is running or paused, null afterwards: there is one such at most. */
  is_open: number | null
  state: WarmUpState
  /** JSON: steps, bars, time zone. */
  plan: string
  started_at: number
  state_at: number
  state_by: string
  reason: string | null
  resumed_at: number | null
  admitted: Generated<number>
  /** Up to and with which subscriber readers of earlier warm-ups are taken over; null once all are. */
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
  /** The subscription that was looked at last. */
  after_at: number
  after_id: number
}
