import { AppError } from '../core/errors.ts'
import { fill, sentenceIn, type Entry, type Sentences } from '../core/said/sentence.ts'
import { said, type Said } from '../core/said/said.ts'
import { languages } from './languages.ts'

/** The fixed words of e-mails, pages or the desk in one language. */
export interface Words {
  /** Replaces `{name}` in the words with the value of that name; `count` selects the plural form. */
  say(key: string, values?: Record<string, string | number>): string
}

interface LoadedWords extends Sentences {
  mail: Readonly<Record<string, Entry>>
  pages: Readonly<Record<string, Entry>>
  desk: Readonly<Record<string, Entry>>
  numbers: Intl.NumberFormat
}

const loaded = new Map<string, LoadedWords[]>()

/** A language, and the fallbacks for missing words: its primary language, and English. */
function wordsByFallback(language: string): LoadedWords[] {
  return loaded.getOrInsertComputed(language, () =>
    [...new Set([language, language.split('-')[0] ?? '', 'en'])].flatMap((name) => {
      const words = Object.hasOwn(languages, name) ? languages[name] : undefined
      const none = { mail: {}, pages: {}, desk: {}, says: {} }
      return words
        ? [{ ...none, ...words, plurals: new Intl.PluralRules(name), numbers: new Intl.NumberFormat(name) }]
        : []
    }),
  )
}

/** A message as a sentence in a language; in English if the language has no words for it. */
export function sentence(language: string, words: Said | string): string {
  return sentenceIn(wordsByFallback(language), words)
}

/** The same with a capital letter, for use on its own on a page. */
export function wholeSentence(language: string, words: Said | string): string {
  return sentence(language, words).replace(/^./u, (letter) => letter.toLocaleUpperCase(language))
}

/** The fixed words of a place in a language. `say` throws `template-broken` for a missing key. */
export function wordsOf(place: 'mail' | 'pages' | 'desk', language: string): Words {
  const found = wordsByFallback(language)
  return {
    say(key, values = {}) {
      for (const { [place]: entries, plurals, numbers } of found) {
        const entry = Object.hasOwn(entries, key) ? entries[key] : undefined
        if (entry === undefined) continue
        const shown = (name: string) => {
          const value = Object.hasOwn(values, name) ? values[name] : undefined
          return typeof value === 'number' ? numbers.format(value) : (value ?? null)
        }
        return fill(entry, plurals, shown, Number(values['count']))
      }
      throw new AppError('template-broken', said('words-missing', { key: `${place}.${key}` }))
    },
  }
}
