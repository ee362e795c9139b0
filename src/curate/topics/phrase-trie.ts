import type { Form } from './forms.ts'
import { tokens, type Token } from './tokens.ts'
import { hasPattern, wordPatterns, type WordPatterns } from './word-patterns.ts'

interface Node<Value> {
  /** By words without their endings, and by patterns of words. */
  folded: Map<string, Node<Value>>
  /** By words as written, for acronyms. */
  exact: Map<string, Node<Value>>
  values: Value[]
}

/** A phrase found in a text: tokens `from` up to, not with, `to`. */
export interface Match<Value> {
  from: number
  to: number
  value: Value
}

const node = <Value>(): Node<Value> => ({ folded: new Map(), exact: new Map(), values: [] })

/** True for phrases that match only as written: all their letters are capitals (`ICBM`, `New` is not one). */
export function isAcronym(phrase: string): boolean {
  return /\p{Lu}/u.test(phrase) && !/\p{Ll}/u.test(phrase)
}

/** Many phrases looked for in one pass, on word boundaries, or within words where a `*` says so. */
export interface PhraseTrie<Value> {
  add(phrase: string, value: Value): void
  /** Every phrase that begins at every word of a text in its language, shorter ones within longer ones included; of the same words, the most exact first. */
  matches(text: readonly Token[]): Match<Value>[]
}

/** Where a word of a text leads from a place in the trie: the most exact first. */
function nextOf<Value>(
  here: Node<Value>,
  { exact, folded, key }: Form,
  patterns: WordPatterns,
): Node<Value>[] {
  const words = here.folded.size === 0 ? [] : [key, ...patterns.in(folded)]
  const found = words.map((one) => here.folded.get(one))
  if (here.exact.size > 0) found.unshift(here.exact.get(exact))
  return found.filter((next) => next !== undefined)
}

/** A text in which phrases are looked for. */
interface Looking<Value> {
  text: readonly Token[]
  next(here: Node<Value>, form: Form): readonly Node<Value>[]
  into: Match<Value>[]
}

function collect<Value>(looking: Looking<Value>, from: number, at: number, here: Node<Value>): void {
  for (const value of here.values) looking.into.push({ from, to: at, value })
  if (here.folded.size === 0 && here.exact.size === 0) return
  const token = looking.text[at]
  if (!token?.joined) return
  for (const next of looking.next(here, token.form)) collect(looking, from, at + 1, next)
}

/** A word of a phrase as a pattern, with the stars beside it; null where it has none. */
function patternOf(phrase: string, { start, end, form: { folded } }: Token): string | null {
  const before = phrase[start - 1] === '*' ? '*' : ''
  const after = phrase[end] === '*' ? '*' : ''
  return before || after ? `${before}${folded}${after}` : null
}

/**
 * An empty trie for texts in a language, given by its primary tag. Words match folded and without endings, acronyms as
 * written; a word with `*` before or after it, as part of a longer one.
 */
export function phraseTrie<Value>(language = 'en'): PhraseTrie<Value> {
  const root = node<Value>()
  const patterns = wordPatterns()
  // Most words of a text begin no phrase, and by its number that is known at once.
  let beginnings: (readonly Node<Value>[] | undefined)[] = []
  const next = (here: Node<Value>, form: Form): Node<Value>[] => nextOf(here, form, patterns)
  function beginning(form: Form): readonly Node<Value>[] {
    if (form.number === null) return next(root, form)
    // Without holes, which would make it slow.
    while (beginnings.length <= form.number) beginnings.push(undefined)
    return (beginnings[form.number] ??= next(root, form))
  }
  return {
    add(phrase, value) {
      beginnings = []
      let here = root
      const exact = isAcronym(phrase) && !hasPattern(phrase)
      for (const token of tokens(phrase, language)) {
        const pattern = patternOf(phrase, token)
        if (pattern !== null) patterns.add(pattern)
        const [words, key] = exact ? [here.exact, token.form.exact] : [here.folded, pattern ?? token.form.key]
        const there = words.get(key) ?? node<Value>()
        words.set(key, there)
        here = there
      }
      if (here !== root) here.values.push(value)
    },
    matches(text) {
      const looking: Looking<Value> = { text, next, into: [] }
      for (const [from, { form }] of text.entries())
        for (const here of beginning(form)) collect(looking, from, from + 1, here)
      return looking.into
    },
  }
}

/** The words that phrases cover, by their numbers. */
export function wordsOf(found: readonly Match<unknown>[]): Set<number> {
  const covered = new Set<number>()
  for (const { from, to } of found) for (let word = from; word < to; word++) covered.add(word)
  return covered
}

/** True where a phrase has one of these words. */
export function touches({ from, to }: Match<unknown>, words: ReadonlySet<number>): boolean {
  for (let word = from; word < to; word++) if (words.has(word)) return true
  return false
}

/** Longest first, so that "nuclear weapon" is not also "nuclear"; no two that share a word. */
export function withoutOverlaps<Value>(found: readonly Match<Value>[]): Match<Value>[] {
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
