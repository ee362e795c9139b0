import { dateIn } from '../core/text/date-format.ts'

/** Dates and times in e-mails: in the digest's language and zone, without line breaks inside. */

const noBreak = (text: string): string => text.replace(/(?<![,،、]) /g, '\u00A0')

/** "Friday, November 20, 2026". */
export function fullDate(date: Temporal.PlainDate, language: string): string {
  return noBreak(dateIn(language, { dateStyle: 'full' }, date))
}

/** "November 20, 2026". */
export function longDate(date: Temporal.PlainDate, language: string): string {
  return noBreak(dateIn(language, { dateStyle: 'long' }, date))
}

/** "Friday, November 20". */
export function weekdayAndDay(date: Temporal.PlainDate, language: string): string {
  return noBreak(dateIn(language, { weekday: 'long', day: 'numeric', month: 'long' }, date))
}

/** "November 20". */
export function dayAndMonth(date: Temporal.PlainDate, language: string): string {
  return noBreak(dateIn(language, { day: 'numeric', month: 'long' }, date))
}

/** "October 2026". */
export function monthAndYear(date: Temporal.PlainDate, language: string): string {
  return noBreak(dateIn(language, { month: 'long', year: 'numeric' }, date))
}

/** The time of a day, "04:40", with the day if it is not `today`, and the year if it differs. */
export function timeOn(today: Temporal.PlainDate, at: Temporal.ZonedDateTime, language: string): string {
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' })
  const day = at.toPlainDate()
  if (day.equals(today)) return time
  const year = day.year === today.year ? {} : ({ year: 'numeric' } as const)
  return `${noBreak(dateIn(language, { day: 'numeric', month: 'short', ...year }, day))}, ${time}`
}

/** "November 20, 2026, 04:40". */
export function dayAndTime(at: Temporal.ZonedDateTime, language: string): string {
  return `${longDate(at.toPlainDate(), language)}, ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** The place of a zone and its name on that day: "Vienna (CET)"; only the name if the zone contains no place. */
export function zoneName(at: Temporal.ZonedDateTime, language: string): string {
  const format = new Intl.DateTimeFormat(language, { timeZone: at.timeZoneId, timeZoneName: 'short' })
  const parts = format.formatToParts(at.epochMilliseconds)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? at.timeZoneId
  const place = at.timeZoneId.split('/').slice(1).at(-1)?.replaceAll('_', ' ')
  return noBreak(place === undefined || at.timeZoneId.startsWith('Etc/') ? name : `${place} (${name})`)
}
