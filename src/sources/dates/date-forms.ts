import { monthsOf, weekdayOf } from './date-names.ts'
import { tidyDate } from './date-text.ts'

/** The parts of a date as written; `zone` is the text of its zone, null if there is none. */
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

const fraction = '(?:[.,](?<fraction>\\d{1,9}))?'
const time =
  `(?:(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?:[:.](?<second>\\d{2})${fraction})?(?<half>[ap]m)?|(?<hour>\\d{1,2})(?<half>[ap]m))` // prettier-ignore
const bareTime = `(?<hour>\\d{2}):?(?<minute>\\d{2})(?::?(?<second>\\d{2})${fraction})?`
const zone =
  '(?<zone>[a-z]{1,20}/[a-z_]{1,20}(?:/[a-z_]{1,20})?|[a-z]{1,5}|(?:utc?|gmt)? ?[+\\u2212-]\\d{1,2}(?::?\\d{2})?)'
const word = "\\p{L}[\\p{L}\\p{M}'-]{0,15}"
const weekday = `(?:(?<weekday>${word}(?: ${word})?)\\.? )?`
const month = '(?<month>\\p{L}[\\p{L}\\p{M}]{1,14})\\.?'
const day = '(?<day>\\d{1,2})(?:st|nd|rd|th|er|\\.)?'
const year = '(?<year>\\d{4})'
const gap = '[ ./-]{1,2}'

/** Dates without a time, after `tidyDate`. */
const dates = [
  // 2026-11-20, 2026/11/20
  `${year}(?<mark>[-/.])(?<monthNumber>\\d{1,2})\\k<mark>(?<day>\\d{1,2})\\.?`,
  // 20 Nov 2026, 20-Nov-26, 20/Nov/2026
  `${day}${gap}${month}${gap}(?<year>\\d{4}|\\d{2})\\.?`,
  // November 20 2026
  `${month}${gap}${day}${gap}${year}`,
  // 2026 November 20
  `${year}${gap}${month}${gap}${day}`,
  // 20.11.2026; 11/20/2026 if only one order is possible
  '(?<first>\\d{1,2})(?<mark>[./-])(?<other>\\d{1,2})\\k<mark>(?<year>\\d{4})',
  '(?<first>\\d{1,2})(?<mark>[./])(?<other>\\d{1,2})\\k<mark>(?<year>\\d{2})',
]

const form = (source: string): RegExp => new RegExp(`^${source}$`, 'iu')

const forms = [
  ...dates.map((date) => form(`${weekday}${date}(?:(?:t| (?:${word} )?)(?:${time}|${bareTime}))? ?${zone}?`)),
  // 08:15 20.11.2026
  ...dates.map((date) => form(`${time}(?: ${zone})? ${weekday}${date}`)),
  // 20261120T081530Z, 20261120081530
  form(`${year}(?<monthNumber>\\d{2})(?<day>\\d{2})(?:[t ]?${bareTime})? ?${zone}?`),
  // Fri Nov 20 08:15:30 EST 2026, Fri 20 Nov 08:15:30 2026
  form(`${weekday}${month} ${day} ${time}(?: ${zone})? ${year}`),
  form(`${weekday}${day} ${month} ${time}(?: ${zone})? ${year}`),
]

/** Two-digit years of RFC 822, read as in RFC 2822 §4.3, but with POSIX's pivot at 69. */
const fullYear = (text: string): number => {
  const year = Number(text)
  return text.length > 2 ? year : year + (year < 69 ? 2000 : 1900)
}

/** The order in which a source writes numeric dates. */
export interface NumberOrder {
  /** From the source's settings: true if the day comes first. */
  dayFirst?: boolean
  /** The same, inferred from other dates of the document; used only for ambiguous dates. */
  shown?: boolean
}

type Groups = Record<string, string | undefined>

interface DayAndMonth {
  day: number
  month: number
}

const isWeekday = ({ day, month }: DayAndMonth, year: number, weekday: number): boolean => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).dayOfWeek === weekday
  } catch {
    return false
  }
}

/**
 * True if the day comes first, as the date itself shows: by a number above 12, by dots, or by its weekday. Undefined if it is ambiguous.
 */
function certainOrder(first: number, other: number, groups: Groups): boolean | undefined {
  if (groups['mark'] === '.' || first > 12 || first === other) return true
  if (other > 12) return false
  const weekday = weekdayOf(groups['weekday'] ?? '')
  const year = fullYear(groups['year'] ?? '')
  const fits = (day: number, month: number): boolean => isWeekday({ day, month }, year, weekday)
  return fits(first, other) === fits(other, first) ? undefined : fits(first, other)
}

/** Day and month of a numeric date; null if both orders are possible and nothing decides. */
function dayAndMonth(groups: Groups, { dayFirst, shown }: NumberOrder): DayAndMonth | null {
  const [first, other] = [Number(groups['first']), Number(groups['other'])]
  if (dayFirst === false && first <= 12) return { day: other, month: first }
  const order = dayFirst || (certainOrder(first, other, groups) ?? shown)
  if (order === undefined) return null
  return order ? { day: first, month: other } : { day: other, month: first }
}

function hourOf(text: string | undefined, half: string | undefined): number {
  const hour = Number(text ?? 0)
  if (half === undefined) return hour
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
}

/** A name that means different months in different languages is decided by the weekday. */
function namedOrder(groups: Groups): DayAndMonth | null {
  const day = Number(groups['day'])
  if (groups['month'] === undefined) return { day, month: Number(groups['monthNumber']) }
  const meant = monthsOf(groups['month']).map((month) => ({ day, month }))
  const year = fullYear(groups['year'] ?? '')
  const weekday = weekdayOf(groups['weekday'] ?? '')
  const fitting = meant.length > 1 ? meant.filter((each) => isWeekday(each, year, weekday)) : meant
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

function fieldsOf(groups: Groups, order: NumberOrder): DateFields | null {
  const numbers = groups['first'] === undefined ? namedOrder(groups) : dayAndMonth(groups, order)
  if (numbers === null || numbers.month < 1 || numbers.month > 12) return null
  return {
    ...numbers,
    year: fullYear(groups['year'] ?? ''),
    hour: hourOf(groups['hour'], groups['half']),
    minute: Number(groups['minute'] ?? 0),
    second: Number(groups['second'] ?? 0),
    millisecond: Math.floor(Number(`0.${groups['fraction'] ?? 0}`) * 1000),
    zone: groups['zone']?.replaceAll(' ', '') ?? null,
  }
}

const longest = 100

/** The groups of each form that matches a text. */
function* groupsIn(text: string): Generator<Groups> {
  if (text.length > longest) return
  const tidy = tidyDate(text)
  for (const pattern of forms) {
    const groups = pattern.exec(tidy)?.groups
    if (groups) yield groups
  }
}

/** Parses a date into its fields; null if no form matches or its order is ambiguous. */
export function dateFields(text: string, order: NumberOrder = {}): DateFields | null {
  for (const groups of groupsIn(text)) {
    const fields = fieldsOf(groups, order)
    if (fields) return fields
  }
  return null
}

/** The order that a numeric date shows: true if the day comes first, undefined if it shows none. */
export function shownOrder(text: string): boolean | undefined {
  if (!/(?<!\d)\d{1,2} ?[/-] ?\d{1,2} ?[/-] ?\d{2,4}(?!\d)/.test(text)) return undefined
  for (const groups of groupsIn(text)) {
    const [first, other] = [Number(groups['first']), Number(groups['other'])]
    if (groups['first'] !== undefined && groups['mark'] !== '.' && first !== other)
      return certainOrder(first, other, groups)
  }
  return undefined
}
