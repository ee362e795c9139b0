import { byForm } from './by-form.ts'
import type { Form } from './forms.ts'

/** Many texts' words as numbers, in one array: ten thousand small ones are dear. Text `n` has those from `starts[n]` up to `ends[n]`. */
export interface WordLists {
  words: Int32Array
  starts: Int32Array
  ends: Int32Array
}

/** Takes in the words of one text after another. */
export interface WordReader {
  add(words: readonly Form[]): void
  /** What was read: places in the alphabet, ascending within each text, each word as often as it came. The first call ends all reading. */
  lists(): WordLists
}

/** Numbers in the stead of words' keys. Sums of floats depend on their order, and an edition must not: so it is the alphabet's. */
export interface Vocabulary {
  reader(): WordReader
  size(): number
}

/** Up to so many words an insertion costs less than a call. */
const few = 48

function sortPart(words: Int32Array, from: number, to: number): void {
  if (to - from > few) {
    words.subarray(from, to).sort()
    return
  }
  for (let at = from + 1; at < to; at++) {
    const word = words[at] as number
    let place = at
    for (; place > from && (words[place - 1] as number) > word; place--)
      words[place] = words[place - 1] as number
    words[place] = word
  }
}

function alphabetical(known: ReadonlyMap<string, number>): Int32Array {
  const found = new Int32Array(known.size)
  for (const [place, word] of [...known.keys()].sort().entries()) found[known.get(word) ?? 0] = place
  return found
}

export function vocabulary(): Vocabulary {
  const known = new Map<string, number>()
  let places: Int32Array | null = null
  const number = byForm(({ key }) => {
    const found = known.get(key) ?? known.size
    known.set(key, found)
    return found
  })
  const placeOf = (): Int32Array => (places ??= alphabetical(known))
  return { reader: () => wordReader(number.of, placeOf), size: () => known.size }
}

function wordReader(numberOf: (form: Form) => number, placeOf: () => Int32Array): WordReader {
  const read: number[] = []
  const ends: number[] = [0]
  return {
    add(words) {
      for (const form of words) read.push(numberOf(form))
      ends.push(read.length)
    },
    lists() {
      const places = placeOf()
      const words = Int32Array.from(read)
      for (let at = 0; at < words.length; at++) words[at] = places[words[at] as number] as number
      const bounds = Int32Array.from(ends)
      const texts = bounds.length - 1
      for (let text = 0; text < texts; text++)
        sortPart(words, bounds[text] as number, bounds[text + 1] as number)
      return { words, starts: bounds.subarray(0, texts), ends: bounds.slice(1) }
    },
  }
}

/** The words of one text. */
export const listOf = ({ words, starts, ends }: WordLists, text: number): Int32Array =>
  words.subarray(starts[text], ends[text])

/** The same lists, each word once, but for those that `kept` turns away. */
export function distinct(
  { words, starts, ends }: WordLists,
  kept: (text: number, word: number) => boolean = () => true,
): WordLists {
  const found = new Int32Array(words.length)
  const foundEnds = new Int32Array(ends.length)
  for (let text = 0; text < ends.length; text++) {
    const start = starts[text] as number
    let to = start
    for (let at = start; at < (ends[text] as number); at++) {
      const word = words[at] as number
      if (at > start && words[at - 1] === word) continue
      if (kept(text, word)) found[to++] = word
    }
    foundEnds[text] = to
  }
  return { words: found, starts, ends: foundEnds }
}
