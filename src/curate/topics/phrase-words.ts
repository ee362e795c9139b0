import { byWord, type ByWord } from './by-word.ts'
import type { Form } from './forms.ts'
import { wordPatterns } from './word-patterns.ts'

/** The words of phrases, numbered. */
export interface PhraseWords {
  /** The number of a phrase's word that matches as written, or by a pattern if there is one, or else without its endings. */
  add(form: Form, how: { asWritten: boolean; pattern: string | null }): number
  /** Which of them a word of a text matches: the most exact first. Of most words, none. */
  of: ByWord<readonly number[]>['of']
}

const none: readonly number[] = []

export function phraseWords(): PhraseWords {
  /** As written, for acronyms; and without endings, with patterns. */
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
