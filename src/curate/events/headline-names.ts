import type { Groupable } from './groupable.ts'
import { commonWords, isNumber, isTitled } from './titles.ts'
import { tokens } from '../topics/tokens.ts'

/** The share of its occurrences within a sentence that must be capitalised for a word to be a name. */
const mostlyCapital = 0.8
const leastSeen = 2

const isSignificant = (key: string): boolean => key.length > 2 && !isNumber(key) && !commonWords.has(key)

/** How often a word is capitalised where capitals mark names. */
interface Seen {
  capital: number
  all: number
}

function seenIn(headlines: readonly string[]): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  for (const headline of headlines) {
    if (isTitled(headline)) continue
    for (const { form, joined } of tokens(headline)) {
      if (!joined || !isSignificant(form.key)) continue
      const one = seen.get(form.key) ?? { capital: 0, all: 0 }
      one.all += 1
      if (form.capital) one.capital += 1
      seen.set(form.key, one)
    }
  }
  return seen
}

/**
 * The names in each headline except places: words that other headlines capitalise in mid-sentence, so that names are recognised even in a
 * headline that capitalises every word.
 */
export function headlineNames(items: readonly Groupable[]): (index: number) => readonly string[] {
  const seen = seenIn(items.map(({ headline }) => headline))
  const isName = (key: string): boolean => {
    const { capital, all } = seen.get(key) ?? { capital: 0, all: 0 }
    return capital >= leastSeen && capital >= all * mostlyCapital
  }
  return (index) => {
    const { headline, placeWords } = items[index] as Groupable
    const places = new Set(placeWords.flatMap((place) => tokens(place).map(({ form }) => form.key)))
    const keys = new Set(tokens(headline).map(({ form }) => form.key))
    return [...keys].filter((key) => isSignificant(key) && isName(key) && !places.has(key))
  }
}
