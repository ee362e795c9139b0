import type { Actor } from '../../../core/entities/actor.ts'
import type { WarmUp } from '../../../core/entities/sending/warm-up.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { calendarOf, soFar, type CalendarDay } from './calendar.ts'
import { countWaiting } from './count-waiting.ts'
import { figuresByDay, type DayWithFigures } from './figures-by-day.ts'

/** The open warm-up, or the last one, with its past and future days. */
export interface ShownWarmUp {
  warmUp: WarmUp
  days: (DayWithFigures & {
    /** Readers who were admitted by the plan or asked for e-mail, from that day to the next, and in total by then. */
    joined: number
    total: number
  })[]
  /** Readers who are waiting for their day. */
  waiting: number
  calendar: CalendarDay[]
}

/** Null if there never was one. */
export async function showWarmUp(
  context: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
): Promise<ShownWarmUp | null> {
  requirePermission(actor, 'view-readers', null)
  const { store } = context
  const warmUp = await store.warmUps.newest()
  if (!warmUp) return null
  const days = await store.warmUpDays.list(warmUp.id)
  const figures = await store.warmUpFigures.since(warmUp.id, warmUp.startedAt)
  const isOpen = warmUp.state === 'running' || warmUp.state === 'paused'
  const waiting = isOpen ? await countWaiting(context, warmUp.id) : 0
  return {
    warmUp,
    days: figuresByDay(days, figures).map((day, at) => {
      const total = days[at + 1]?.before ?? warmUp.admitted
      return { ...day, joined: total - day.before, total }
    }),
    waiting,
    calendar: isOpen ? await calendarOf(context, soFar(warmUp, days), waiting) : [],
  }
}
