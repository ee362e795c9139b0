import type { Context } from '../../context.ts'
import { calendarOf, soFar } from './calendar.ts'
import { countWaiting } from './count-waiting.ts'

/** When a waiting reader will be admitted. */
export interface ExpectedDay {
  /** Null: no digest has an edition planned. */
  date: Temporal.PlainDate | null
  isPaused: boolean
}

/** The day on which a reader is expected to be admitted; null if they are not waiting. */
export async function expectedDay(
  context: Pick<Context, 'store' | 'clock'>,
  subscriberId: number,
): Promise<ExpectedDay | null> {
  const { store } = context
  const open = await store.warmUps.open()
  if (!open || (await store.warmUpReaders.admission(open.id, subscriberId))) return null
  const place = await store.warmUpReaders.placeOf(subscriberId)
  if (!place) return null
  const before = await countWaiting(context, open.id, place)
  const days = await calendarOf(context, soFar(open, await store.warmUpDays.list(open.id)), before + 1)
  return { date: days.at(-1)?.date ?? null, isPaused: open.state === 'paused' }
}
