import type { DateFields } from './date-forms.ts'
import { monthOf } from './date-names.ts'

/** The pattern of each field symbol of a format, as in Unicode TR 35. */
const letters: Record<string, string> = {
  y: '(?<year>\\d{2,4})',
  yy: '(?<year>\\d{2})',
  yyyy: '(?<year>\\d{4})',
  M: '(?<monthNumber>\\d{1,2})',
  MM: '(?<monthNumber>\\d{2})',
  MMM: '(?<month>\\p{L}{3,10})\\.?',
  MMMM: '(?<month>\\p{L}{3,10})',
  d: '(?<day>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  m: '(?<minute>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  s: '(?<second>\\d{1,2})',
  ss: '(?<second>\\d{2})',
  a: '(?<half>[ap])\\.?m\\.?',
  E: '\\p{L}{2,10}\\.?',
  EEEE: '\\p{L}{2,12}',
  z: '(?<zone>[A-Za-z]{1,5})',
  XXX: '(?<zone>Z|[+-]\\d{2}:\\d{2})',
  xx: '(?<zone>[+-]\\d{4})',
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+')

/** A format as a regular expression; null if a letter is unknown or a field occurs twice. */
function expressionOf(format: string): RegExp | null {
  const parts = format.match(/'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+/g) ?? []
  let source = ''
  for (const part of parts) {
    if (part.startsWith("'")) source += part === "''" ? "'" : literal(part.slice(1, -1).replaceAll("''", "'"))
    else if (/^[a-zA-Z]/.test(part)) {
      const meant = letters[part]
      if (meant === undefined) return null
      source += meant
    } else source += literal(part)
  }
  try {
    return new RegExp(`^\\s*${source}\\s*$`, 'iu')
  } catch {
    return null
  }
}

/** True for a format that can be read: known letters, no field twice, and year, month and day present. */
export function isDateFormat(format: string): boolean {
  const { source = '' } = expressionOf(format) ?? {}
  return [/<year>/, /<month(?:Number)?>/, /<day>/].every((field) => field.test(source))
}

const fullYear = (text: string): number => (text.length > 2 ? Number(text) : Number(text) + 2000)

function hourOf(text: string | undefined, half: string | undefined): number {
  const hour = Number(text ?? 0)
  return half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

/** Parses a date in the format that its source uses; null if it is written differently. */
export function fieldsByFormat(text: string, format: string): DateFields | null {
  const groups = text.length > 100 ? undefined : expressionOf(format)?.exec(text)?.groups
  if (!groups) return null
  return {
    year: fullYear(groups['year'] ?? ''),
    month: Number(groups['monthNumber'] ?? 0) || monthOf(groups['month'] ?? ''),
    day: Number(groups['day']),
    hour: hourOf(groups['hour'], groups['half']),
    minute: Number(groups['minute'] ?? 0),
    second: Number(groups['second'] ?? 0),
    millisecond: 0,
    zone: groups['zone'] ?? null,
  }
}
