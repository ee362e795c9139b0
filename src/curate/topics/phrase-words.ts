import { byWord, type ByWord } from './by-word.ts'
import type { Form } from './forms.ts'
import { wordPatterns } from './word-patterns.ts'

/** The words of phrases, numbered. */
export interface PhraseWords {
  /** Adds a phrase's word and returns its number. It matches as written, otherwise by its pattern if there is one, otherwise stemmed. */
  add(form: Form, how: { asWritten: boolean; pattern: string | null }): number
  /** The phrases' words that a word of a text matches, most exact first; usually none. */
  of: ByWord<readonly number[]>['of']
}

const none: readonly number[] = []

export function phraseWords(): PhraseWords {
  /** Acronyms as written, and stemmed words and patterns. */
  const [exact, folded] = [new Map<string, number>(), new Map<string, number>()]
  const patterns = wordPatterns()
  const matching = byWord<readonly number[]>((form) => {
    const found = [exact.get(form.exact), folded.get(form.key)]
    for (const pattern of patterns.in(form.folded)) found.push(folded.get(pattern))
    const words = found.filter((word) => word !== undefined)
    return words.length > 0 ? words : none
  }, none)
  return {
    add(form, { asWritten, pattern }) {
      matching.forget()
      if (pattern !== null) patterns.add(pattern)
      const [words, key] = asWritten ? [exact, form.exact] : [folded, pattern ?? form.key]
      const word = words.get(key) ?? exact.size + folded.size
      words.set(key, word)
      return word
    },
    of: matching.of,
  }
}
