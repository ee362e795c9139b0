import { foldedWords, identifiersIn } from './folded-words.ts'

/** Consecutive words; if `isPrefix`, the last may be longer. */
export interface Phrase {
  words: string[]
  isPrefix: boolean
}

/** A query for texts: they must match all of `all` and none of `none`. */
export interface TextQuery {
  all: Phrase[]
  none: Phrase[]
  /** Identifiers, each as one word. */
  identifiers: string[]
}

export type ReadQuery =
  { ok: true; query: TextQuery | null } | { ok: false; fault: 'too-long' | 'only-without' }

/** The most characters of a query. */
export const longestQuery = 200
const mostWords = 24
/** Shorter prefixes match too many words. */
const shortestPrefix = 3

const part = /(-?)(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))/gu

/**
 * Parses a query as typed: words, `"words in a row"`, `begin*`, and `-word` for exclusions. Null if it contains no words; every other
 * character separates words.
 */
export function readQuery(typed: string): ReadQuery {
  if (typed.length > longestQuery) return { ok: false, fault: 'too-long' }
  const query: TextQuery = { all: [], none: [], identifiers: [] }
  for (const [, minus, quoted, bare = ''] of typed.matchAll(part)) {
    const text = quoted ?? bare
    const words = foldedWords(text)
    if (words.length === 0) continue
    const [identifier] = quoted === undefined && minus === '' ? identifiersIn(text) : []
    if (identifier !== undefined) query.identifiers.push(identifier)
    else {
      const isPrefix = text.endsWith('*') && (words.at(-1)?.length ?? 0) >= shortestPrefix
      query[minus === '' ? 'all' : 'none'].push({ words, isPrefix })
    }
  }
  const { all, none, identifiers } = query
  if ([...all, ...none].flatMap(({ words }) => words).length > mostWords)
    return { ok: false, fault: 'too-long' }
  if (all.length + identifiers.length > 0) return { ok: true, query }
  return none.length > 0 ? { ok: false, fault: 'only-without' } : { ok: true, query: null }
}
