import type { SourceOptions } from '../../core/entities/sources/source.ts'
import { readDate, type DateReading } from './dates.ts'
import type { NumberOrder } from './date-forms.ts'
import { dateWithin } from './date-within.ts'

/**
 * Reads a date as `readDate` does, or else the first date within the text, such as in markup or between other words. An unknown
 * zone still leaves the day.
 */
export function readDateInText(
  text: string,
  timeZone: string | null,
  settings: Pick<SourceOptions, 'dateFormat'> & NumberOrder = {},
): DateReading | null {
  const whole = readDate(text, timeZone, settings)
  if (whole) return whole
  const within = dateWithin(text)
  if (within === null) return null
  return (
    readDate(within, timeZone, settings) ?? readDate(within.replace(/ [A-Z]{1,5}$/, ''), timeZone, settings)
  )
}
