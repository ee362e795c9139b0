import { normalized } from '../../core/text/text.ts'
import { stemOf } from './stems.ts'

/** A word in the forms that phrases are matched by, wherever it stands. */
export interface Form {
  /** As written, without a possessive ending. */
  raw: string
  /** Lower case, without diacritics, endings off as its language has them. */
  key: string
  /** The same with its endings. */
  folded: string
  /** As written without dots, for acronyms: `U.S.` is `US`, `ICBMs` is `ICBM`. */
  exact: string
  /** True where it begins with a capital. */
  capital: boolean
  /** Its place among the words kept of its language, which it keeps; null for one beyond the most that are kept. */
  number: number | null
  /** The place of its key among the keys of words kept; null likewise. Forms of one key share it. */
  keyNumber: number | null
}

/** The words of one language. Texts have few words, each many times. */
export interface Forms {
  of(written: string): Form
  /** The same for the part of a text from `start` to `end`, whose codes come to `hash`: what is known is found without copying it. */
  within(text: string, start: number, end: number, hash: number): Form
}

const mostKept = 50_000
/** A power of 2, and well above the most that are kept. */
const slots = 1 << 17
// Words made to share a slot cost what words that are not kept do.
const mostProbes = 8
/** Letters of all words found by their codes, one after another; a longer word is found by copying it. */
const mostLetters = 1 << 20
const longest = 40
/** What a slot holds, side by side since a slot is met at random: the code, the word's place among forms and 1, its letters. */
const [ofHash, ofPlace, ofStart, ofLength, slotSize] = [0, 1, 2, 3, 4]

const folded = (text: string): string =>
  normalized(text, 'NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')

function formOf(written: string, stem: (lower: string) => string): Omit<Form, 'number' | 'keyNumber'> {
  const raw = /['’][sS]$/.test(written) ? written.slice(0, -2) : written
  const undotted = raw.replaceAll('.', '')
  const first = raw[0] ?? ''
  const lower = folded(undotted)
  return {
    raw,
    key: stem(lower),
    folded: lower,
    exact: /^\p{Lu}{2,}s$/u.test(undotted) ? undotted.slice(0, -1) : undotted,
    capital: first !== first.toLowerCase(),
  }
}

/** Takes the code of one more letter into the sum of a word. */
export const hashed = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0

/** Words of ASCII by their codes, so that a known one is found in a text without copying it. */
function slotsOf(of: (written: string) => Form): Forms['within'] {
  const forms: Form[] = []
  const table = new Int32Array(slots * slotSize)
  const letters = new Uint8Array(mostLetters)
  let used = 0
  const isAt = (at: number, text: string, start: number): boolean => {
    const first = table[at + ofStart] as number
    for (let letter = (table[at + ofLength] as number) - 1; letter >= 0; letter--)
      if (letters[first + letter] !== text.charCodeAt(start + letter)) return false
    return true
  }
  const keep = (at: number, hash: number, written: string): Form => {
    const form = of(written)
    if (form.number === null || used + written.length > mostLetters) return form
    table[at + ofHash] = hash
    table[at + ofPlace] = forms.push(form)
    table[at + ofStart] = used
    table[at + ofLength] = written.length
    for (let letter = 0; letter < written.length; letter++) letters[used++] = written.charCodeAt(letter)
    return form
  }
  return (text, start, end, hash) => {
    const length = end - start
    if (length > longest) return of(text.slice(start, end))
    let slot = Math.imul(hash, 0x9e3779b1) >>> 15
    for (let probes = 0; probes < mostProbes; probes++, slot = (slot + 1) & (slots - 1)) {
      const at = slot * slotSize
      const place = table[at + ofPlace] as number
      if (place === 0) return keep(at, hash, text.slice(start, end))
      if (table[at + ofHash] !== hash || table[at + ofLength] !== length) continue
      if (isAt(at, text, start)) return forms[place - 1] as Form
    }
    return of(text.slice(start, end))
  }
}

export function formsOf(language: string): Forms {
  const stem = stemOf(language)
  const [kept, keys] = [new Map<string, Form>(), new Map<string, number>()]
  const of = (written: string): Form => {
    const known = kept.get(written)
    if (known) return known
    const read = formOf(written, stem)
    if (kept.size >= mostKept) return { ...read, number: null, keyNumber: null }
    const keyNumber = keys.get(read.key) ?? keys.size
    keys.set(read.key, keyNumber)
    const form = { ...read, number: kept.size, keyNumber }
    kept.set(written, form)
    return form
  }
  return { of, within: slotsOf(of) }
}
