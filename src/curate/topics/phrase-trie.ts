import { tokens, type Token } from './tokens.ts'

interface Node<Value> {
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

/** Many phrases looked for in one pass, on word boundaries. */
export interface PhraseTrie<Value> {
  add(phrase: string, value: Value): void
  /** Every phrase that begins at every word, shorter ones within longer ones included. */
  matches(text: readonly Token[]): Match<Value>[]
}

function collect<Value>(
  text: readonly Token[],
  from: number,
  at: number,
  here: Node<Value>,
  into: Match<Value>[],
): void {
  for (const value of here.values) into.push({ from, to: at, value })
  const token = text[at]
  if (!token || (at > from && !token.joined)) return
  const folded = here.folded.get(token.key)
  if (folded) collect(text, from, at + 1, folded, into)
  const exact = here.exact.size > 0 && here.exact.get(token.exact)
  if (exact) collect(text, from, at + 1, exact, into)
}

/** An empty trie. Words match folded and without plural endings, acronyms as written. */
export function phraseTrie<Value>(): PhraseTrie<Value> {
  const root = node<Value>()
  return {
    add(phrase, value) {
      let here = root
      const exact = isAcronym(phrase)
      for (const token of tokens(phrase)) {
        const [words, key] = exact ? [here.exact, token.exact] : [here.folded, token.key]
        const next = words.get(key) ?? node<Value>()
        words.set(key, next)
        here = next
      }
      if (here !== root) here.values.push(value)
    },
    matches(text) {
      const found: Match<Value>[] = []
      for (let from = 0; from < text.length; from++) collect(text, from, from, root, found)
      return found
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
