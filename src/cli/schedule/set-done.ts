import type { CalendarRefused } from '../../services/editions/composing/calendar.ts'
import { done } from '../kit/done.ts'

/** What was done to the calendar. Throws why not: `bad-input` where the day makes no sense, else `conflict`. */
export function setDone<T extends { ok: true }>(outcome: T | CalendarRefused): T {
  const isSenseless = 'isConflict' in outcome && !outcome.isConflict
  return done<T>(outcome, isSenseless ? 'bad-input' : 'conflict')
}
