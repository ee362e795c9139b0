import { normalized } from '../../core/text/text.ts'

/** A word of a text, in the forms that phrases are matched by. */
export interface Token {
  /** As written, without a possessive ending. */
  raw: string
  /** Lower case, without diacritics, plural endings off. */
  key: string
  /** As written without dots, for acronyms: `U.S.` is `US`, `ICBMs` is `ICBM`. */
  exact: string
  start: number
  end: number
  /** False where a sentence, a comma or a bracket stands between this word and the one before. */
  joined: boolean
  /** True where it begins with a capital. */
  capital: boolean
}

const word = /\p{Lu}(?:\.\p{Lu})+\.?(?!\p{L})|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu
const joiner = /^[\s/'’‘“”"&-]+$/u
const uninflected = new Set(['news', 'this', 'has', 'was', 'his', 'its', 'series', 'mars'])

/** What a word is by itself, wherever it stands. */
type Form = Pick<Token, 'raw' | 'key' | 'exact' | 'capital'>

/** Texts have few words, each many times. */
const forms = new Map<string, Form>()
const mostForms = 50_000

function formOf(written: string): Form {
  const known = forms.get(written)
  if (known) return known
  const raw = /['’][sS]$/.test(written) ? written.slice(0, -2) : written
  const undotted = raw.replaceAll('.', '')
  const first = raw[0] ?? ''
  const form = {
    raw,
    key: withoutPlural(folded(undotted)),
    exact: /^\p{Lu}{2,}s$/u.test(undotted) ? undotted.slice(0, -1) : undotted,
    capital: first !== first.toLowerCase(),
  }
  if (forms.size < mostForms) forms.set(written, form)
  return form
}

/**
 * Takes a plural ending off, the same for a lexicon's words as for a text's, so that they meet:
 * `treaties` and `treaty`, `viruses` and `virus`, `cases` and `case`. Not a dictionary's stem.
 */
function withoutPlural(lower: string): string {
  if (lower.length < 4 || uninflected.has(lower)) return lower
  if (lower.length > 4 && lower.endsWith('ies')) return `${lower.slice(0, -3)}y`
  const single = lower.endsWith('s') && !/(?:ss|us|is)$/.test(lower) ? lower.slice(0, -1) : lower
  return single.length > 3 && /(?:[sxz]|ch|sh)e$/.test(single) ? single.slice(0, -1) : single
}

function folded(text: string): string {
  return normalized(text, 'NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function isJoined(text: string, before: Token | undefined, start: number): boolean {
  if (!before) return false
  const gap = text.slice(before.end, start)
  // "N. Korea": a dot after one letter ends no sentence.
  return gap === ' ' || gap === '' || joiner.test(gap) || (gap === '. ' && before.raw.length === 1)
}

/** A text is read for its topics, then for its countries: the last few stay at hand. */
const recent = new Map<string, readonly Token[]>()
const mostRecent = 8

/** Splits plain text into words. Hyphens and slashes part words, dots of acronyms do not. */
export function tokens(text: string): readonly Token[] {
  const known = recent.get(text)
  if (known) return known
  const [oldest] = recent.keys()
  if (oldest !== undefined && recent.size >= mostRecent) recent.delete(oldest)
  const found = split(text)
  recent.set(text, found)
  return found
}

function split(text: string): Token[] {
  const found: Token[] = []
  for (const match of text.matchAll(word)) {
    const { raw, key, exact, capital } = formOf(match[0])
    const start = match.index
    const end = start + match[0].length
    found.push({ raw, key, exact, start, end, joined: isJoined(text, found.at(-1), start), capital })
  }
  return found
}
