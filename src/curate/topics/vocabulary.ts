import { mostKept, type Form } from './forms.ts'

/**
 * The words of many texts as numbers, in one array, because ten thousand small ones are expensive. Text `n` has those from `starts[n]` up
 * to `ends[n]`.
 */
export interface WordLists {
  words: Int32Array
  starts: Int32Array
  ends: Int32Array
}

/** Up to this many words, insertion sort is faster than a call. */
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

/** Numbers the keys of words in order of appearance. */
interface Vocabulary {
  keys: readonly string[]
  of(form: Form): number
}

function vocabulary(): Vocabulary {
  const keys: string[] = []
  // Keys without a number are looked up by the key itself.
  const [byNumber, byKey] = [new Int32Array(mostKept), new Map<string, number>()]
  return {
    keys,
    of({ key, keyNumber }) {
      const known = (byNumber[keyNumber] ?? byKey.get(key) ?? 0) - 1
      if (known >= 0) return known
      const count = keys.push(key)
      if (keyNumber < 0) byKey.set(key, count)
      else byNumber[keyNumber] = count
      return count - 1
    },
  }
}

/** The alphabetical rank of each number. */
function places(keys: readonly string[]): Int32Array {
  const numbers = new Map(keys.map((key, number) => [key, number]))
  const found = new Int32Array(keys.length)
  for (const [place, key] of [...keys].sort().entries()) found[numbers.get(key) as number] = place
  return found
}

function read(texts: readonly (readonly Form[])[], known: Vocabulary): WordLists {
  const words = new Int32Array(texts.reduce((sum, { length }) => sum + length, 0))
  const [starts, ends] = [new Int32Array(texts.length), new Int32Array(texts.length)]
  let at = 0
  for (let text = 0; text < texts.length; text++) {
    starts[text] = at
    for (const form of texts[text] as readonly Form[]) words[at++] = known.of(form)
    ends[text] = at
  }
  return { words, starts, ends }
}

function putInOrder({ words, starts, ends }: WordLists, order: Int32Array): void {
  for (let at = 0; at < words.length; at++) words[at] = order[words[at] as number] as number
  for (let text = 0; text < ends.length; text++) sortPart(words, starts[text] as number, ends[text] as number)
}

/**
 * The words of texts, by kind, as numbers below `size`: the alphabetical ranks of their keys, ascending within each text, with repetitions.
 * Floating-point sums depend on their order, and an edition must not depend on that of its stories; hence alphabetical order.
 */
export function numbered<Kind extends string>(
  texts: Record<Kind, readonly (readonly Form[])[]>,
): { size: number; lists: Record<Kind, WordLists> } {
  const known = vocabulary()
  const all = Object.entries<readonly (readonly Form[])[]>(texts).map(
    ([kind, each]) => [kind, read(each, known)] as const,
  )
  const order = places(known.keys)
  for (const [, lists] of all) putInOrder(lists, order)
  return { size: known.keys.length, lists: Object.fromEntries(all) as Record<Kind, WordLists> }
}

/** The words of one text. */
export const listOf = ({ words, starts, ends }: WordLists, text: number): Int32Array =>
  words.subarray(starts[text], ends[text])

/** The same lists without repetitions and without words that `kept` rejects. */
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
