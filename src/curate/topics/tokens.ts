import { formsOf, hashed, type Form, type Forms } from './forms.ts'

/** A word of a text. */
export interface Token {
  form: Form
  /** Its number among the words of its language, below `mostKept`; -1 if it is not kept. */
  number: number
  start: number
  end: number
  /** False if a sentence ends, or a comma or bracket stands, between the previous word and this one. */
  joined: boolean
}

const word = /\p{Lu}(?:\.\p{Lu})+\.?(?!\p{L})|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu
const joiner = /^[\s/'’‘“”"&-]+$/u
const [blank, dot, apostrophe, firstBeyondAscii] = [32, 46, 39, 128]
const isPlain = Uint8Array.from({ length: firstBeyondAscii }, (_, code) =>
  /[a-z\d]/i.test(String.fromCharCode(code)) ? 1 : 0,
)

/** The cache of one language; there are as many as lexicons. */
interface Kept {
  forms: Forms
  /** The last few texts: each is read for its topics, its countries and its event. */
  recent: { text: string; found: readonly Token[] }[]
  /** The number of texts read. */
  read: number
}

const keptIn = new Map<string, Kept>()
const mostRecent = 8

function keptOf(language: string): Kept {
  const known = keptIn.get(language)
  if (known) return known
  const kept: Kept = { forms: formsOf(language), recent: [], read: 0 }
  keptIn.set(language, kept)
  return kept
}

function isJoined(text: string, before: Token | undefined, start: number): boolean {
  if (!before) return false
  // The most common case; the rest is expensive.
  if (start === before.end + 1 && text.charCodeAt(before.end) === blank) return true
  const gap = text.slice(before.end, start)
  // "N. Korea": a dot after a single letter does not end a sentence.
  return gap === '' || joiner.test(gap) || (gap === '. ' && before.form.raw.length === 1)
}

/** Splits plain text into words. Hyphens and slashes separate words, the dots of acronyms do not. `language` is a primary tag. */
export function tokens(text: string, language = 'en'): readonly Token[] {
  const kept = keptOf(language)
  for (const one of kept.recent) if (one.text === text) return one.found
  const found = split(text, kept.forms)
  kept.recent[kept.read++ % mostRecent] = { text, found }
  return found
}

/** True if the ASCII letters and digits up to `end` are a complete word, whatever follows. */
function isWhole(text: string, start: number, end: number): boolean {
  if (end === text.length) return true
  const next = text.charCodeAt(end)
  return next < firstBeyondAscii && next !== apostrophe && (next !== dot || end - start > 1)
}

function split(text: string, forms: Forms): Token[] {
  const found: Token[] = []
  let last: Token | undefined
  const add = (number: number, written: string, start: number, end: number): void => {
    const joined = isJoined(text, last, start)
    last = { form: forms.formOf(number, written), number, start, end, joined }
    found.push(last)
  }
  let at = 0
  while (at < text.length) {
    const start = at
    let [code, hash] = [text.charCodeAt(at), 0]
    while (isPlain[code] === 1) {
      hash = hashed(hash, code)
      code = text.charCodeAt(++at)
    }
    if (at > start && isWhole(text, start, at)) {
      const number = forms.numberWithin(text, start, at, hash)
      // A known word need not be copied.
      const written = number < 0 ? text.slice(start, at) : ''
      add(number < 0 ? forms.numberOf(written) : number, written, start, at)
    } else if (at > start || code >= firstBeyondAscii) {
      // Words with other letters, dots or apostrophes need the regular expression.
      word.lastIndex = start
      const [written] = word.exec(text) ?? []
      if (written === undefined) break
      at = word.lastIndex
      add(forms.numberOf(written), written, at - written.length, at)
    } else at++
  }
  return found
}
