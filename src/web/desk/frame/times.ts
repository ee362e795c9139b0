import { dateIn } from '../../../core/text/date-format.ts'
import type { Words } from '../../../wording/wording.ts'

/** The locale of dates and times on the desk. */
const locale = 'en-GB'

/** `Saturday, 28 November 2026` */
export const longDate = (date: Temporal.PlainDate): string => {
  const weekday = dateIn(locale, { weekday: 'long' }, date)
  return `${weekday}, ${dateIn(locale, { day: 'numeric', month: 'long', year: 'numeric' }, date)}`
}

/** `Sat 28 Nov` */
export const shortDate = (date: Temporal.PlainDate): string => {
  const weekday = dateIn(locale, { weekday: 'short' }, date)
  return `${weekday} ${dateIn(locale, { day: 'numeric', month: 'short' }, date)}`
}

/** `07:00` */
export const hour = (at: Temporal.Instant, zone: string): string =>
  at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })

/** An instant for a page: in a zone for people, in UTC for programs. */
export interface Moment {
  /** ISO 8601. */
  iso: string
  /** `Sat 28 Nov, 07:00` */
  text: string
}

export function moment(at: Temporal.Instant, zone: string): Moment
export function moment(at: Temporal.Instant | null, zone: string): Moment | null
export function moment(at: Temporal.Instant | null, zone: string): Moment | null {
  if (at === null) return null
  const local = at.toZonedDateTimeISO(zone)
  return {
    iso: at.toString({ smallestUnit: 'second' }),
    text: `${shortDate(local.toPlainDate())}, ${hour(at, zone)}`,
  }
}

/** The time zone of this machine. */
export const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** `22 s`, `4 min`, `2 h 10 min` */
export function duration(say: Words['say'], seconds: number): string {
  if (seconds < 120) return say('seconds', { seconds })
  const minutes = Math.round(seconds / 60)
  return minutes < 120
    ? say('minutes', { minutes })
    : say('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}
