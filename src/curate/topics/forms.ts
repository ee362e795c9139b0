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
  /** The place of its key among those of the words kept of its language; -1 for a word beyond the most that are kept. */
  keyNumber: number
}

/** The words of one language. Texts have few words, each many times: so these are kept and numbered. */
export interface Forms {
  /** The number of a word; -1 for one beyond the most that are kept. */
  numberOf(written: string): number
  /**
   * The same of the part of a text from `start` to `end`, of ASCII alone, whose codes come to `hash`: what is known is found without
   * copying it. -1 also for a word that is found only by `numberOf`.
   */
  numberWithin(text: string, start: number, end: number, hash: number): number
  /** The forms of the word that has a number; of one that has none, as it is written. */
  formOf(number: number, written: string): Form
}

/** Numbers of words are below it. */
export const mostKept = 50_000
/** A power of 2, and well above the most that are kept. */
const slots = 1 << 17
// Words made to share a slot cost what words that are not kept do.
const mostProbes = 8
/** Letters of all words found by their codes, one after another; a longer word is found by copying it. */
const mostLetters = 1 << 20
const longest = 40
/** What a slot holds, side by side since a slot is met at random: the code, 1 and the word's number, its letters. */
const [ofHash, ofNumber, ofStart, ofLength, slotSize] = [0, 1, 2, 3, 4]

const folded = (text: string): string =>
  normalized(text, 'NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')

function read(written: string, stem: (lower: string) => string): Omit<Form, 'keyNumber'> {
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

/** Finds words of ASCII by their codes; `numberOf` numbers one that is met first. */
function slotsOf(numberOf: (written: string) => number): Forms['numberWithin'] {
  const table = new Int32Array(slots * slotSize)
  const letters = new Uint8Array(mostLetters)
  let used = 0
  const isAt = (at: number, text: string, start: number): boolean => {
    const first = table[at + ofStart] as number
    for (let letter = (table[at + ofLength] as number) - 1; letter >= 0; letter--)
      if (letters[first + letter] !== text.charCodeAt(start + letter)) return false
    return true
  }
  const keep = (at: number, hash: number, written: string): number => {
    if (used + written.length > mostLetters) return -1
    const number = numberOf(written)
    if (number < 0) return number
    table[at + ofHash] = hash
    table[at + ofNumber] = number + 1
    table[at + ofStart] = used
    table[at + ofLength] = written.length
    for (let letter = 0; letter < written.length; letter++) letters[used++] = written.charCodeAt(letter)
    return number
  }
  return (text, start, end, hash) => {
    const length = end - start
    if (length > longest) return -1
    let slot = Math.imul(hash, 0x9e3779b1) >>> 15
    for (let probes = 0; probes < mostProbes; probes++, slot = (slot + 1) & (slots - 1)) {
      const at = slot * slotSize
      const number = table[at + ofNumber] as number
      if (number === 0) return keep(at, hash, text.slice(start, end))
      if (table[at + ofHash] !== hash || table[at + ofLength] !== length) continue
      if (isAt(at, text, start)) return number - 1
    }
    return -1
  }
}

export function formsOf(language: string): Forms {
  const stem = stemOf(language)
  const kept: Form[] = []
  const [numbers, keys] = [new Map<string, number>(), new Map<string, number>()]
  const numberOf = (written: string): number => {
    const known = numbers.get(written)
    if (known !== undefined) return known
    if (kept.length >= mostKept) return -1
    const forms = read(written, stem)
    const keyNumber = keys.get(forms.key) ?? keys.size
    keys.set(forms.key, keyNumber)
    numbers.set(written, kept.length)
    return kept.push({ ...forms, keyNumber }) - 1
  }
  return {
    numberOf,
    numberWithin: slotsOf(numberOf),
    formOf: (number, written) => kept[number] ?? { ...read(written, stem), keyNumber: -1 },
  }
}
