import type { SourceOptions } from '../core/newsroom.ts'
import { fieldsByFormat } from './date-format.ts'
import { dateFields, type DateFields } from './date-forms.ts'
import { zoneOffset } from './date-zones.ts'

/** An instant read from text; `assumedUtc` where nothing said which zone is meant. */
interface DateReading {
  instant: Temporal.Instant
  assumedUtc: boolean
}

/** Content of an earlier year is a placeholder (0001-01-01, 1970-01-01), not a date. */
const earliestYear = 1971

function plainDateTime(fields: DateFields): Temporal.PlainDateTime | null {
  // ISO 8601 allows 24:00 for the day's end, and leap seconds come as :60.
  const dayEnd = fields.hour === 24 && fields.minute === 0 && fields.second === 0
  try {
    const value = Temporal.PlainDateTime.from(
      { ...fields, hour: dayEnd ? 0 : fields.hour, second: Math.min(fields.second, 59) },
      { overflow: 'reject' },
    )
    return dayEnd ? value.add({ days: 1 }) : value
  } catch {
    return null
  }
}

/**
 * Reads a date as feeds write it: RFC 822 with its many variants, ISO 8601 and RFC 3339, asctime, month names
 * before or after the day, numbers in an order that can be only one. `timeZone` (IANA) is for dates without a
 * zone or with an abbreviation that more than one country uses. Null where it is no date, or could be two. `dateFormat` and
 * `dayFirst` are how its source writes, and come first.
 */
export function readDate(
  text: string,
  timeZone: string | null,
  { dateFormat, dayFirst }: Pick<SourceOptions, 'dateFormat' | 'dayFirst'> = {},
): DateReading | null {
  const written = dateFormat === undefined ? null : fieldsByFormat(text, dateFormat)
  const fields = written ?? dateFields(text, dayFirst)
  const local = fields && plainDateTime(fields)
  if (!fields || !local || local.year < earliestYear) return null
  const offset = zoneOffset(fields.zone)
  if (offset === 'unknown' && timeZone === null) return null
  if (typeof offset === 'number')
    return {
      instant: local.subtract({ minutes: offset }).toZonedDateTime('UTC').toInstant(),
      assumedUtc: false,
    }
  return { instant: local.toZonedDateTime(timeZone ?? 'UTC').toInstant(), assumedUtc: timeZone === null }
}
