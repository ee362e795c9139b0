import { byWord } from './by-word.ts'
import { tokens, type Token } from './tokens.ts'
import { phraseWords } from './phrase-words.ts'
import { hasPattern } from './word-patterns.ts'

interface Node<Value> {
  /** By the number of a phrase's next word. */
  next: Map<number, Node<Value>>
  values: Value[]
}

/** A phrase found in a text: tokens `from` up to but not including `to`. */
export interface Match<Value> {
  from: number
  to: number
  value: Value
}

const node = <Value>(): Node<Value> => ({ next: new Map(), values: [] })

/** True for phrases that match only as written, because all their letters are capitals (`ICBM`, but not `New`). */
export function isAcronym(phrase: string): boolean {
  return /\p{Lu}/u.test(phrase) && !/\p{Ll}/u.test(phrase)
}

/** Finds many phrases in one pass, on word boundaries, or within words if marked with `*`. */
export interface PhraseTrie<Value> {
  add(phrase: string, value: Value): void
  /** All phrases at every word of a text, including shorter ones within longer ones; for the same words, the most exact first. */
  matches(text: readonly Token[]): Match<Value>[]
}

/** A search in a text. */
interface Looking<Value> {
  text: readonly Token[]
  wordsOf(word: Token): readonly number[]
  into: Match<Value>[]
}

function collect<Value>(looking: Looking<Value>, from: number, at: number, here: Node<Value>): void {
  for (const value of here.values) looking.into.push({ from, to: at, value })
  if (here.next.size === 0) return
  const token = looking.text[at]
  if (!token?.joined) return
  for (const word of looking.wordsOf(token)) {
    const next = here.next.get(word)
    if (next) collect(looking, from, at + 1, next)
  }
}

/** A phrase's word as a pattern, with the `*` next to it; null if it has none. */
function patternOf(phrase: string, { start, end, form: { folded } }: Token): string | null {
  const before = phrase[start - 1] === '*' ? '*' : ''
  const after = phrase[end] === '*' ? '*' : ''
  return before || after ? `${before}${folded}${after}` : null
}

/**
 * Creates an empty trie for texts in a language, given by its primary tag. Words match folded and stemmed, acronyms as written, and a word
 * with `*` before or after it as part of a longer one.
 */
export function phraseTrie<Value>(language = 'en'): PhraseTrie<Value> {
  const root = node<Value>()
  const words = phraseWords()
  const nowhere: readonly Node<Value>[] = []
  const beginning = byWord((form) => {
    const found = words.of({ form, number: -1 }).flatMap((word) => root.next.get(word) ?? [])
    return found.length > 0 ? found : nowhere
  }, nowhere)
  return {
    add(phrase, value) {
      beginning.forget()
      let here = root
      const asWritten = isAcronym(phrase) && !hasPattern(phrase)
      for (const token of tokens(phrase, language)) {
        const word = words.add(token.form, { asWritten, pattern: patternOf(phrase, token) })
        const there = here.next.get(word) ?? node<Value>()
        here.next.set(word, there)
        here = there
      }
      if (here !== root) here.values.push(value)
    },
    matches(text) {
      const looking: Looking<Value> = { text, wordsOf: words.of, into: [] }
      for (let from = 0; from < text.length; from++)
        for (const here of beginning.of(text[from] as Token)) collect(looking, from, from + 1, here)
      return looking.into
    },
  }
}

/** The indices of the words that phrases cover. */
export function wordsOf(found: readonly Match<unknown>[]): Set<number> {
  const covered = new Set<number>()
  for (const { from, to } of found) for (let word = from; word < to; word++) covered.add(word)
  return covered
}

/** True if a phrase covers one of these words. */
export function touches({ from, to }: Match<unknown>, words: ReadonlySet<number>): boolean {
  for (let word = from; word < to; word++) if (words.has(word)) return true
  return false
}

/** Removes overlaps, preferring longer phrases, so that "nuclear weapon" is not also "nuclear". */
export function withoutOverlaps<Value>(found: readonly Match<Value>[]): Match<Value>[] {
  if (found.length < 2) return [...found]
  const kept: Match<Value>[] = []
  const taken = new Set<number>()
  const longestFirst = [...found].sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
  for (const match of longestFirst) {
    if (touches(match, taken)) continue
    kept.push(match)
    for (let word = match.from; word < match.to; word++) taken.add(word)
  }
  return kept.sort((a, b) => a.from - b.from)
}
