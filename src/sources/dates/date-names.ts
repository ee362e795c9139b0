/**
 * Languages whose names of months and weekdays are known, from Unicode's CLDR. One name can mean different months (listopad is November in
 * Polish, October in Croatian).
 */
const languages = 'en de fr es it pt nl sv da nb nn fi is et lv lt pl cs sk sl hr sr sr-Latn bs hu ro bg mk uk ru be el tr az sq ca gl eu ga cy mt af ar ar-SY ar-DZ he fa hi bn ur th id ms sw ka hy kk uz' // prettier-ignore

/** Prefixes of month names in the most widely used European languages, January first. */
const beginnings = [
  'jan jän ene gen janv янв',
  'feb fév fev фев',
  'mar mär mrt мар',
  'apr abr avr апр',
  'may mai mei mag maj мая май',
  'jun juin giu июн',
  'jul juil lug июл',
  'aug ago aoû aou авг',
  'sep set сен',
  'oct okt out ott окт',
  'nov ноя',
  'dec dez déc dic дек',
].map((names) => names.split(' '))

const english = 'january february march april may june july august september october november december'.split(' ') // prettier-ignore

/** The months of the Iranian calendar. */
const persian = 'فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند'.split(' ')

const weekdayBeginnings = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** A name without case, diacritics and dots, so that “févr.” and “FEVR” are equal. */
const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase()

const forms: Record<'month' | 'weekday', Intl.DateTimeFormatOptions[]> = {
  // Some languages inflect the month's name beside a day.
  month: [{ month: 'long' }, { month: 'short' }, { month: 'long', day: 'numeric' }, { month: 'short', day: 'numeric' }], // prettier-ignore
  weekday: [{ weekday: 'long' }, { weekday: 'short' }],
}

/** Numbers from 1 by name, in all languages. `days`: one date for each number. */
function namesOf(part: 'month' | 'weekday', days: Temporal.PlainDate[]): Map<string, number[]> {
  const names = new Map<string, number[]>()
  for (const language of languages.split(' '))
    for (const form of forms[part]) {
      const format = new Intl.DateTimeFormat(language, { calendar: 'gregory', ...form })
      for (const [index, day] of days.entries()) {
        const name = folded(format.formatToParts(day).find(({ type }) => type === part)?.value ?? '')
        // Some languages number their months instead of naming them.
        if (!/^\p{L}/u.test(name)) continue
        names.set(name, [...new Set([...(names.get(name) ?? []), index + 1])])
      }
    }
  return names
}

let months: Map<string, number[]> | undefined
let weekdays: Map<string, number[]> | undefined

/** Every month, 1 to 12, that a name or its prefix means in the known languages; empty for any other word. */
export function monthsOf(written: string): number[] {
  const name = written.toLowerCase()
  const plain = english.findIndex((each) => name === each || name === each.slice(0, 3)) + 1
  const iranian = persian.findIndex((each) => folded(each) === folded(name)) + 1
  if (plain + iranian > 0) return [plain || iranian]
  months ??= namesOf(
    'month',
    english.map((_, at) => Temporal.PlainDate.from({ year: 2026, month: at + 1, day: 15 })),
  )
  const byPrefix = beginnings.findIndex((names) => names.some((each) => name.startsWith(each))) + 1
  return months.get(folded(name)) ?? (byPrefix > 0 ? [byPrefix] : [])
}

/** The month, 1 to 12, that a name means; 0 if it means none, or different ones in different languages. */
export function monthOf(written: string): number {
  const [month = 0, ...others] = monthsOf(written)
  return others.length === 0 ? month : 0
}

/** 1 (Monday) to 7 for a weekday's name; 0 for any other word, and for a name that means different days in different languages. */
export function weekdayOf(written: string): number {
  const name = written.toLowerCase()
  const plain = weekdayBeginnings.findIndex((each) => name.startsWith(each)) + 1
  // 5 January 2026 was a Monday.
  weekdays ??= namesOf(
    'weekday',
    weekdayBeginnings.map((_, at) => Temporal.PlainDate.from({ year: 2026, month: 1, day: 5 + at })),
  )
  const [weekday = 0, ...others] = weekdays.get(folded(name)) ?? [plain]
  return others.length === 0 ? weekday : 0
}
