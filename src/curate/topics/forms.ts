import { normalized } from '../../core/text/text.ts'
import { stemOf } from './stems.ts'

/** A word in the forms by which phrases are matched. */
export interface Form {
  /** As written, without a possessive ending. */
  raw: string
  /** Lower case, without diacritics, stemmed for its language. */
  key: string
  /** The same, not stemmed. */
  folded: string
  /** As written, without dots, for acronyms: `U.S.` is `US`, `ICBMs` is `ICBM`. */
  exact: string
  /** True if it begins with a capital. */
  capital: boolean
  /** The number of its key among those of its language; -1 if the word is not kept. */
  keyNumber: number
}

/** The words of one language, numbered and kept, because texts repeat few words many times. */
export interface Forms {
  /** The number of a word; -1 if no more words are kept. */
  numberOf(written: string): number
  /**
   * The same for the ASCII text from `start` to `end` with the code `hash`; a known word is found without copying it. -1 also for a word
   * that only `numberOf` finds.
   */
  numberWithin(text: string, start: number, end: number, hash: number): number
  /** The forms of a numbered word; of `written` if the number is -1. */
  formOf(number: number, written: string): Form
}

/** The most words that are kept; their numbers are lower. */
export const mostKept = 50_000
/** A power of 2, well above `mostKept`. */
const slots = 1 << 17
// Words crafted to collide cost no more than words that are not kept.
const mostProbes = 8
/** Capacity for the letters of all words in the table; a longer or later word is found by copying it. */
const mostLetters = 1 << 20
const longest = 40
/** A slot's fields, adjacent because slots are accessed at random: the hash, the word's number plus 1, and its letters. */
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

/** Adds a letter's code to the hash of a word. */
export const hashed = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0

/** A hash table of ASCII words; `numberOf` numbers a new one. */
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
