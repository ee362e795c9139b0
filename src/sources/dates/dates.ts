import type { SourceOptions } from '../../core/entities/sources/source.ts'
import { fieldsByFormat } from './date-format.ts'
import { dateFields, type DateFields, type NumberOrder } from './date-forms.ts'
import { calendarOf } from './calendar-years.ts'
import { ianaZone, zoneOffset } from './date-zones.ts'

/** An instant read from text; `assumedUtc` if the text and the settings give no zone. */
export interface DateReading {
  instant: Temporal.Instant
  assumedUtc: boolean
}

/** Earlier years are placeholders (0001-01-01, 1970-01-01), not dates. */
const earliestYear = 1971

function plainDateTime(fields: DateFields): Temporal.PlainDateTime | null {
  // ISO 8601 allows 24:00 for the end of a day, and leap seconds are written :60.
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
  // Some JSON wraps it: /Date(1704112200000+0100)/. The offset does not change the instant.
  const bare = /^\\?\/?Date\((\d{1,19})(?:[+-]\d{4})?\)\\?\/?$/.exec(text)?.[1] ?? text.replace(/^@/, '')
  const whole = /^(\d{9}|1\d{9}|1\d{12}|1\d{15}|1\d{18})(?:\.\d{1,9})?$/.exec(bare)?.[1]
  if (whole === undefined) return null
  return whole.length <= 10 ? Math.floor(Number(bare) * 1000) : Number(whole.slice(0, 13))
}

function instantOf(local: Temporal.PlainDateTime, zone: string): Temporal.Instant {
  return local.toZonedDateTime(zone).toInstant()
}

/**
 * Reads a date as feeds write it: RFC 822 and its many variants, ISO 8601 and RFC 3339, asctime, month names of many languages before or
 * after the day, formats of content management systems, seconds to nanoseconds since 1970, and numbers whose order is unambiguous.
 * `timeZone` (IANA) applies to dates without a zone or with one that is not recognised. Null if the text is no date, or an ambiguous one.
 * `dateFormat` and `dayFirst` come from the source's settings and take precedence; `shown` is the order that other dates of the document
 * show.
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
