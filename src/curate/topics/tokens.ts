import { normalized } from '../../core/text/text.ts'
import { stemOf } from './stems.ts'

/** A word of a text, in the forms that phrases are matched by. */
export interface Token {
  /** As written, without a possessive ending. */
  raw: string
  /** Lower case, without diacritics, endings off as its language has them. */
  key: string
  /** The same with its endings. */
  folded: string
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
const blank = 32
const joiner = /^[\s/'’‘“”"&-]+$/u

/** What a word is by itself, wherever it stands. */
type Form = Pick<Token, 'raw' | 'key' | 'folded' | 'exact' | 'capital'>

/** What is kept of one language, of which there are as many as have lexicons. */
interface Kept {
  /** Texts have few words, each many times. */
  forms: Map<string, Form>
  /** A text is read for its topics, then for its countries: the last few stay at hand. */
  recent: Map<string, readonly Token[]>
}

const keptIn = new Map<string, Kept>()
const mostForms = 50_000
const mostRecent = 8

function keptOf(language: string): Kept {
  const known = keptIn.get(language)
  if (known) return known
  const kept: Kept = { forms: new Map(), recent: new Map() }
  keptIn.set(language, kept)
  return kept
}

function formOf(written: string, language: string, forms: Map<string, Form>): Form {
  const known = forms.get(written)
  if (known) return known
  const raw = /['’][sS]$/.test(written) ? written.slice(0, -2) : written
  const undotted = raw.replaceAll('.', '')
  const first = raw[0] ?? ''
  const lower = folded(undotted)
  const form = {
    raw,
    key: stemOf(language)(lower),
    folded: lower,
    exact: /^\p{Lu}{2,}s$/u.test(undotted) ? undotted.slice(0, -1) : undotted,
    capital: first !== first.toLowerCase(),
  }
  if (forms.size < mostForms) forms.set(written, form)
  return form
}

function folded(text: string): string {
  return normalized(text, 'NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
}

function isJoined(text: string, before: Token | undefined, start: number): boolean {
  if (!before) return false
  // Most words: the rest is dear.
  if (start === before.end + 1 && text.charCodeAt(before.end) === blank) return true
  const gap = text.slice(before.end, start)
  // "N. Korea": a dot after one letter ends no sentence.
  return gap === '' || joiner.test(gap) || (gap === '. ' && before.raw.length === 1)
}

/**
 * Splits plain text into words. Hyphens and slashes part words, dots of acronyms do not. `language` is a primary tag.
 */
export function tokens(text: string, language = 'en'): readonly Token[] {
  const { forms, recent } = keptOf(language)
  const known = recent.get(text)
  if (known) return known
  const [oldest] = recent.keys()
  if (oldest !== undefined && recent.size >= mostRecent) recent.delete(oldest)
  const found = split(text, language, forms)
  recent.set(text, found)
  return found
}

function split(text: string, language: string, forms: Map<string, Form>): Token[] {
  const found: Token[] = []
  for (const match of text.matchAll(word)) {
    const { raw, key, folded: lower, exact, capital } = formOf(match[0], language, forms)
    const start = match.index
    const end = start + match[0].length
    const joined = isJoined(text, found.at(-1), start)
    found.push({ raw, key, folded: lower, exact, start, end, joined, capital })
  }
  return found
}
