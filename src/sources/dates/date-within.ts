import { monthOf } from './date-names.ts'
import { plainNames } from './date-text.ts'

const hour = '(?<hour>\\d{1,2})[:.h](?<minute>\\d{2})(?::\\d{2})?(?: ?(?<half>[ap])\\.?m\\b\\.?)?(?: ?\\(?(?<zone>(?:[A-Z]{1,4}T|UTC|Z)\\b|[+-]\\d{2}:?\\d{2}))?' // prettier-ignore
const later = `(?:(?:[,;|·•@\\]T–-]|\\s|(?<!\\p{L})(?:at|um|às|à|alle|a las)(?!\\p{L})){1,6}${hour})?`
const name = '(?<month>\\p{L}[\\p{L}\\p{M}]{2,14})\\.?'
const ordinal = '(?<day>\\d{1,2})(?:st|nd|rd|th|er|º|°|\\.)?'

const forms = [
  `(?<year>\\d{4})[-/.](?<number>\\d{2})[-/.](?<day>\\d{2})${later}`,
  `(?<year>\\d{4})\\s?[年년]\\s?(?<number>\\d{1,2})\\s?[月월]\\s?(?<day>\\d{1,2})\\s?[日일]${later}`,
  `${name} ${ordinal},? (?<year>\\d{4})${later}`,
  `${ordinal}[ -](?:(?:of|de|d') ?)?${name},?[ -](?:de )?(?<year>\\d{4})${later}`,
  `(?<numbers>\\d{1,2}(?<mark>[./-])\\d{1,2}\\k<mark>\\d{4})${later}`,
].map((form) => new RegExp(`(?<![\\p{L}\\p{N}])${form}(?!\\p{N})`, 'giu'))

const two = (text: string | number): string => String(text).padStart(2, '0')

/** The time on a 24-hour clock with its zone; '' if there is none or it is invalid. */
function timeOf({ hour, minute, half, zone }: Record<string, string | undefined>): string {
  const number = Number(hour)
  if (hour === undefined || minute === undefined || number > 23 || (half && number > 12)) return ''
  const whole = half ? (number % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : number
  return ` ${two(whole)}:${minute}${zone ? ` ${zone}` : ''}`
}

function dateOf(groups: Record<string, string | undefined>): string | null {
  const { year, number, month, day, numbers } = groups
  if (numbers !== undefined) return `${numbers}${timeOf(groups)}`
  const monthNumber = Number(number ?? 0) || monthOf(month ?? '')
  if (monthNumber < 1 || monthNumber > 12 || Number(day) > 31) return null
  return `${year}-${two(monthNumber)}-${two(day ?? '')}${timeOf(groups)}`
}

/**
 * The first date in a short text such as “Posted on 22 November 2026, 9:00 am GMT”, as ISO 8601 if its order is unambiguous, otherwise as
 * its numbers (`05/10/2026`). Null if there is none. Month names are those of `monthOf`.
 */
export function dateWithin(text: string): string | null {
  const start = plainNames(text.slice(0, 300).replace(/\s+/g, ' '))
  const found = forms.flatMap((form) =>
    [...start.matchAll(form)].map((match) => ({ at: match.index, date: dateOf(match.groups ?? {}) })),
  )
  const dates = found.filter(({ date }) => date !== null)
  return dates.sort((a, b) => a.at - b.at)[0]?.date ?? null
}
