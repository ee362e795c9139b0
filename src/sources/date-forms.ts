/** The parts of a date as written; `zone` is the text of its zone, null where there is none. */
export interface DateFields {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  millisecond: number
  zone: string | null
}

const time =
  '(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?:[:.](?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?(?: ?(?<half>[ap])\\.?m\\b\\.?)?'
const isoTime =
  '(?:[t ](?<hour>\\d{1,2}):?(?<minute>\\d{2})(?::?(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?'
const zone = '(?<zone>[a-z]{1,5}|(?:utc?|gmt)? ?[+\\u2212-]\\d{1,2}(?::?\\d{2})?)'
const weekday = '(?:[a-z]{2,10}\\.? )?'
const month = '(?<month>[a-z]{3,10})\\.?'
const day = '(?<day>\\d{1,2})(?:st|nd|rd|th)?'

const form = (source: string): RegExp => new RegExp(`^${source}$`, 'i')

const forms = [
  // 2026-11-20T08:15:30.5+01:00, 2026-11-20 08:15, 2026/11/20
  form(`(?<year>\\d{4})([-/.])(?<monthNumber>\\d{1,2})\\2(?<day>\\d{1,2})${isoTime} ?${zone}?`),
  // 20261120T081530Z
  form(`(?<year>\\d{4})(?<monthNumber>\\d{2})(?<day>\\d{2})${isoTime} ?${zone}?`),
  // Fri, 20 Nov 2026 08:15:30 +0100; 20-Nov-26
  form(`${weekday}${day}[ -]${month}[ -](?<year>\\d{4}|\\d{2})(?:[t ](?:at )?${time})? ?${zone}?`),
  // November 20, 2026 8:15 AM EST
  form(`${weekday}${month} ${day} (?<year>\\d{4})(?: (?:at )?${time})? ?${zone}?`),
  // Fri Nov 20 08:15:30 EST 2026
  form(`${weekday}${month} ${day} ${time}(?: ${zone})? (?<year>\\d{4})`),
  // 20.11.2026 08:15; 11/20/2026 where only one order is possible
  form(`(?<first>\\d{1,2})(?<mark>[./-])(?<other>\\d{1,2})[./-](?<year>\\d{4})(?:[t ]${time})? ?${zone}?`),
]

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** 1 to 12 of an English name or its beginning; 0 for any other word. */
export const monthOf = (name: string): number =>
  // The Finnish November begins as March does.
  /^marras/i.test(name) ? 0 : months.indexOf(name.slice(0, 3).toLowerCase()) + 1

/** RFC 822's two digits, as RFC 2822 §4.3 reads them, but with POSIX's turn at 69. */
const fullYear = (text: string): number => {
  const year = Number(text)
  return text.length > 2 ? year : year + (year < 69 ? 2000 : 1900)
}

/** Day and month of `20/11` or `11/20`; null where both orders are possible and none is told; dots mean day first. */
function dayAndMonth(
  first: number,
  other: number,
  mark: string,
  dayFirst: boolean | undefined,
): { day: number; month: number } | null {
  if (dayFirst === false && first <= 12) return { day: other, month: first }
  if (dayFirst || mark === '.' || first > 12 || first === other) return { day: first, month: other }
  return other > 12 ? { day: other, month: first } : null
}

function hourOf(text: string | undefined, half: string | undefined): number {
  const hour = Number(text ?? 0)
  if (half === undefined) return hour
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function fieldsOf(
  groups: Record<string, string | undefined>,
  dayFirst: boolean | undefined,
): DateFields | null {
  const numeric = groups['first'] !== undefined
  const order = numeric
    ? dayAndMonth(Number(groups['first']), Number(groups['other']), groups['mark'] ?? '', dayFirst)
    : null
  if (numeric && order === null) return null
  const named = monthOf(groups['month'] ?? '')
  return {
    year: fullYear(groups['year'] ?? ''),
    month: order?.month ?? (Number(groups['monthNumber'] ?? 0) || named),
    day: order?.day ?? Number(groups['day']),
    hour: hourOf(groups['hour'], groups['half']),
    minute: Number(groups['minute'] ?? 0),
    second: Number(groups['second'] ?? 0),
    millisecond: Math.floor(Number(`0.${groups['fraction'] ?? 0}`) * 1000),
    zone: groups['zone']?.replaceAll(' ', '') ?? null,
  }
}

/**
 * Takes a date apart into its fields, or null where no form fits it or its order is open. `dayFirst` is how its source
 * writes dates of numbers alone.
 */
export function dateFields(text: string, dayFirst?: boolean): DateFields | null {
  if (text.length > 100) return null
  const tidy = text
    .replace(/\([^()]*\)\s*$/, '')
    .replace(/,/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  for (const pattern of forms) {
    const match = pattern.exec(tidy)
    if (match?.groups) return fieldsOf(match.groups, dayFirst)
  }
  return null
}
