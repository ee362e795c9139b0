import { readDate } from './dates.ts'
import { plainNames } from './date-text.ts'

/** Languages whose relative dates (“3 days ago”) are read, as Unicode's CLDR has them. */
const languages = 'en de fr es it pt nl sv da nb fi pl cs hu ro uk ru el tr ar fa he hi id vi zh ja ko th'.split(' ') // prettier-ignore

/** The numbers of each unit that are read. Yesterday and today are not: such stories may be news. */
const counted = [
  { unit: 'day', from: 2, to: 31 },
  { unit: 'week', from: 1, to: 8 },
  { unit: 'month', from: 1, to: 12 },
  { unit: 'year', from: 1, to: 20 },
] as const

/** Blanks differ between writers, and Arabic has two words for “ago”. */
const folded = (text: string): string =>
  plainNames(text).toLowerCase().replace(/\s+/g, '').replace(/^منذ/, 'قبل')

let backwards: Map<string, Temporal.DurationLike> | undefined

function countedBack(text: string): Temporal.DurationLike | undefined {
  backwards ??= new Map(
    languages.flatMap((language) => {
      const format = new Intl.RelativeTimeFormat(language)
      return counted.flatMap(({ unit, from, to }) =>
        Array.from({ length: to - from + 1 }, (_, at): [string, Temporal.DurationLike] => [
          folded(format.format(-(from + at), unit)),
          { [`${unit}s`]: from + at },
        ]),
      )
    }),
  )
  return backwards.get(folded(text.replace(/^\s*an?\s/i, '1 ')))
}

/** A day without its year is the latest such day. */
function withoutYear(text: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (!/\d/.test(text) || !/\p{L}{3}/u.test(text) || /\d{3}/.test(text)) return null
  for (const year of [today.year, today.year - 1]) {
    const read = readDate(`${text} ${year}`, null)?.instant.toZonedDateTimeISO('UTC').toPlainDate()
    if (read && Temporal.PlainDate.compare(read, today.add({ days: 1 })) <= 0) return read
  }
  return null
}

/** Labels with such a date are shorter. */
const longest = 40

/**
 * A day without its year (“26 Nov”) or counted back from the present (“3 weeks ago”, from two days on), as ISO 8601. Null if the
 * text is anything else, or says more. `at`: the present, in epoch milliseconds.
 */
export function nearDate(text: string, at: number): string | null {
  if (text.length > longest) return null
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDate()
  const back = countedBack(text)
  return (back ? today.subtract(back) : withoutYear(text, today))?.toString() ?? null
}
