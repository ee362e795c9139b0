import type { WarmUpPlan } from '../../../core/entities/sending/warm-up.ts'
import type { Context } from '../../../services/context.ts'
import { calendarOf } from '../../../services/sending/warm-up/calendar.ts'
import { countWaiting } from '../../../services/sending/warm-up/count-waiting.ts'
import { countTakenOver } from '../../../services/sending/warm-up/take-over.ts'
import { planWarmUp, type WantedWarmUp } from '../../../services/sending/warm-up/start-warm-up.ts'
import { calendarView } from './warm-up-view.ts'

/** A plan as it was typed. */
export interface TypedPlan {
  steps: string
  bounces: string
  complaints: string
}

/** A plan for its form. */
export const typedOf = ({ steps, bars }: Pick<WarmUpPlan, 'steps' | 'bars'>): TypedPlan => ({
  steps: steps.join(', '),
  bounces: String(bars.bounces),
  complaints: String(bars.complaints),
})

/** Invalid numbers are refused by the service, like those out of bounds. */
export const wantedOf = ({ steps, bounces, complaints }: TypedPlan): WantedWarmUp => ({
  steps: steps.split(/[\s,;]+/).filter((step) => step !== ''),
  bars: { bounces: percentIn(bounces), complaints: percentIn(complaints) },
})

const percentIn = (text: string): number =>
  /^\d{1,3}(?:[.,]\d{1,3})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN

/** The days of a plan that has not been started. */
export async function previewOf(context: Pick<Context, 'store' | 'clock'>, wanted: WantedWarmUp) {
  const plan = await planWarmUp(context, wanted)
  if (!plan.ok) return plan
  const waiting = await countWaiting(context, 'next')
  const admitted = await countTakenOver(context)
  const days = await calendarOf(context, { ...plan, days: [], admitted }, waiting)
  return { ok: true as const, days: calendarView(days), admitted }
}
