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

/**
 * Takes a plural ending off, the same for a lexicon's words as for a text's, so that they meet:
 * `treaties` and `treaty`, `viruses` and `virus`, `cases` and `case`. Not a dictionary's stem.
 */
function stem(lower: string): string {
  const known = stems.get(lower)
  if (known !== undefined) return known
  const made = withoutPlural(lower)
  if (stems.size < mostStems) stems.set(lower, made)
  return made
}

/** Texts have few words, each many times. */
const stems = new Map<string, string>()
const mostStems = 50_000

function withoutPlural(lower: string): string {
  if (lower.length < 4 || uninflected.has(lower)) return lower
  if (lower.length > 4 && lower.endsWith('ies')) return `${lower.slice(0, -3)}y`
  const single = lower.endsWith('s') && !/(?:ss|us|is)$/.test(lower) ? lower.slice(0, -1) : lower
  return single.length > 3 && /(?:[sxz]|ch|sh)e$/.test(single) ? single.slice(0, -1) : single
}

function folded(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const plain = /^[\x00-\x7F]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '')
  return plain.toLowerCase()
}

function isJoined(text: string, before: Token | undefined, start: number): boolean {
  if (!before) return false
  const gap = text.slice(before.end, start)
  // "N. Korea": a dot after one letter ends no sentence.
  return gap === ' ' || gap === '' || joiner.test(gap) || (gap === '. ' && before.raw.length === 1)
}

/** Splits plain text into words. Hyphens and slashes part words, dots of acronyms do not. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  for (const match of text.matchAll(word)) {
    const written = match[0]
    const raw = /['’][sS]$/.test(written) ? written.slice(0, -2) : written
    const undotted = raw.includes('.') ? raw.replaceAll('.', '') : raw
    const first = raw[0] ?? ''
    found.push({
      raw,
      key: stem(folded(undotted)),
      exact: undotted.endsWith('s') && /^\p{Lu}{2,}s$/u.test(undotted) ? undotted.slice(0, -1) : undotted,
      start: match.index,
      end: match.index + written.length,
      joined: isJoined(text, found.at(-1), match.index),
      capital: first !== first.toLowerCase(),
    })
  }
  return found
}
