import type { SourceOptions } from '../../core/entities/sources/source.ts'
import { fieldsByFormat } from './date-format.ts'
import { dateFields, type DateFields, type NumberOrder } from './date-forms.ts'
import { calendarOf } from './calendar-years.ts'
import { ianaZone, zoneOffset } from './date-zones.ts'

/** An instant read from text; `assumedUtc` where nothing said which zone is meant. */
export interface DateReading {
  instant: Temporal.Instant
  assumedUtc: boolean
}

/** Content of an earlier year is a placeholder (0001-01-01, 1970-01-01), not a date. */
const earliestYear = 1971

function plainDateTime(fields: DateFields): Temporal.PlainDateTime | null {
  // ISO 8601 allows 24:00 for the day's end, and leap seconds come as :60.
  const dayEnd = fields.hour === 24 && fields.minute === 0 && fields.second === 0
  try {
    const written = { ...fields, hour: dayEnd ? 0 : fields.hour, second: Math.min(fields.second, 59) }
    const calendar = calendarOf(fields.year)
    const value = Temporal.PlainDateTime.from({ ...written, calendar }, { overflow: 'reject' }).withCalendar(
      'iso8601',
    )
    return dayEnd ? value.add({ days: 1 }) : value
  } catch {
    return null
  }
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970 as milliseconds; null for any other text. */
function epochOf(text: string): number | null {
  // Some JSON wraps it: /Date(1704112200000+0100)/, the offset only saying where that was.
  const bare = /^\\?\/?Date\((\d{1,19})(?:[+-]\d{4})?\)\\?\/?$/.exec(text)?.[1] ?? text.replace(/^@/, '')
  const whole = /^(\d{9}|1\d{9}|1\d{12}|1\d{15}|1\d{18})(?:\.\d{1,9})?$/.exec(bare)?.[1]
  if (whole === undefined) return null
  return whole.length <= 10 ? Math.floor(Number(bare) * 1000) : Number(whole.slice(0, 13))
}

function instantOf(local: Temporal.PlainDateTime, zone: string): Temporal.Instant {
  return local.toZonedDateTime(zone).toInstant()
}

/**
 * Reads a date as feeds write it: RFC 822 with its many variants, ISO 8601 and RFC 3339, asctime, names of months in many
 * languages before or after the day, the forms of editors' systems, seconds and milliseconds since 1970, numbers in an order
 * that can be only one. `timeZone` (IANA) is for dates without a zone or with an abbreviation that more than one country
 * uses. Null where it is no date, or could be two. `dateFormat` and `dayFirst` are how its source writes, and come first;
 * `shown` is the order that other dates of its document show.
 */
export function readDate(
  text: string,
  timeZone: string | null,
  { dateFormat, ...order }: Pick<SourceOptions, 'dateFormat'> & NumberOrder = {},
): DateReading | null {
  const written = dateFormat === undefined ? null : fieldsByFormat(text, dateFormat)
  const epoch = written === null ? epochOf(text.trim()) : null
  if (epoch !== null) return { instant: Temporal.Instant.fromEpochMilliseconds(epoch), assumedUtc: false }
  const fields = written ?? dateFields(text, order)
  const local = fields && plainDateTime(fields)
  if (!fields || !local || local.year < earliestYear) return null
  const zone = ianaZone(fields.zone ?? '')
  if (zone !== null) return { instant: instantOf(local, zone), assumedUtc: false }
  const offset = zoneOffset(fields.zone)
  if (offset === 'unknown' && timeZone === null) return null
  if (typeof offset === 'number')
    return { instant: instantOf(local.subtract({ minutes: offset }), 'UTC'), assumedUtc: false }
  return { instant: instantOf(local, timeZone ?? 'UTC'), assumedUtc: timeZone === null }
}
