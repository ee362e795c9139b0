import { directionOf } from '../../../core/text/direction.ts'
import { wordsOf, type Words } from '../../../wording/wording.ts'

export interface PageWords extends Words {
  /** The language that the words are in (BCP 47). */
  language: string
  direction: 'ltr' | 'rtl'
  /** Joins names with commas and an “and”. */
  list(names: readonly string[]): string
}

const known = new Map<string, PageWords>()

/** The words of pages in a language, or in English if it has none. */
export function pageWords(asked: string): PageWords {
  return known.getOrInsertComputed(asked, () => {
    const { say } = wordsOf('pages', asked)
    const language = say('lang')
    const { direction } = directionOf(language)
    const format = new Intl.ListFormat(language, { type: 'conjunction' })
    return {
      language,
      direction,
      list: (names) => format.format(direction === 'ltr' ? names : names.map(isolate)),
      say: direction === 'ltr' ? say : (key, values) => say(key, values && isolated(values)),
    }
  })
}

/** Names and addresses keep their own direction within a right-to-left sentence (Unicode UAX #9, FSI and PDI). */
const isolate = (text: string): string => `\u2068${text}\u2069`

const isolated = (values: Record<string, string | number>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolate(value) : value]),
  )
