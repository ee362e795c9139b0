import type { CalendarRefused } from '../../services/editions/composing/calendar.ts'
import { done } from '../kit/done.ts'

/** The outcome of a change of the calendar. Throws if it was refused: `bad-input` if the day makes no sense, otherwise `conflict`. */
export function setDone<T extends { ok: true }>(outcome: T | CalendarRefused): T {
  const isSenseless = 'isConflict' in outcome && !outcome.isConflict
  return done<T>(outcome, isSenseless ? 'bad-input' : 'conflict')
}
