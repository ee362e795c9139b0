import type { WordLists } from '../topics/vocabulary.ts'

/** A text as a unit vector: the numbers of its significant words, ascending, with their weights. */
export interface Vector {
  words: Int32Array
  weights: Float64Array
}

/** The count of each word in each text, parallel to `words`. */
interface Counts extends WordLists {
  counts: Float64Array
}

const wordAt = (words: Int32Array, at: number, until: number): number =>
  at < until ? (words[at] as number) : Infinity

/** Counts the words of `once`, and those of `twice` double. */
function counted(once: WordLists, twice: WordLists): Counts {
  const size = once.words.length + twice.words.length
  const [words, counts] = [new Int32Array(size), new Float64Array(size)]
  const [starts, ends] = [new Int32Array(once.ends.length), new Int32Array(once.ends.length)]
  let length = 0
  for (let text = 0; text < ends.length; text++) {
    let [at, other] = [once.starts[text] as number, twice.starts[text] as number]
    const [until, otherUntil] = [once.ends[text] as number, twice.ends[text] as number]
    starts[text] = length
    while (at < until || other < otherUntil) {
      const word = Math.min(wordAt(once.words, at, until), wordAt(twice.words, other, otherUntil))
      let count = 0
      for (; at < until && once.words[at] === word; at++) count++
      for (; other < otherUntil && twice.words[other] === word; other++) count += 2
      words[length] = word
      counts[length++] = count
    }
    ends[text] = length
  }
  return { words, counts, starts, ends }
}

function rarities({ words, starts, ends }: Counts, size: number): Float64Array {
  const rarity = new Float64Array(size)
  const texts = ends.length
  for (let text = 0; text < texts; text++)
    for (let at = starts[text] as number; at < (ends[text] as number); at++) {
      const word = words[at] as number
      rarity[word] = (rarity[word] as number) + 1
    }
  for (let word = 0; word < size; word++) rarity[word] = Math.log((texts + 1) / (rarity[word] || 1))
  return rarity
}

/**
 * TF-IDF vectors of texts (logarithmic counts, smoothed inverse document frequency), given the numbers of their words, ascending and below
 * `size`; words of `twice` count double. A vector is computed when first requested.
 */
export function vectors(once: WordLists, twice: WordLists | null, size: number): (text: number) => Vector {
  const nothing = { words: new Int32Array(), starts: once.starts, ends: once.starts }
  const all = counted(once, twice ?? nothing)
  const rarity = rarities(all, size)
  const made: (Vector | undefined)[] = Array.from({ length: all.ends.length }, () => undefined)
  return (text) => (made[text] ??= weighted(all, text, rarity))
}

/** Converts a text's counts to weights in place. */
function weighted({ words, counts, starts, ends }: Counts, text: number, rarity: Float64Array): Vector {
  const [start, until] = [starts[text] as number, ends[text] as number]
  let squares = 0
  for (let at = start; at < until; at++) {
    const count = counts[at] as number
    const weight = (count === 1 ? 1 : 1 + Math.log(count)) * (rarity[words[at] as number] as number)
    counts[at] = weight
    squares += weight * weight
  }
  const length = Math.sqrt(squares) || 1
  for (let at = start; at < until; at++) counts[at] = (counts[at] as number) / length
  return { words: words.subarray(start, until), weights: counts.subarray(start, until) }
}

/** Cosine similarity of two vectors, 0 to 1. */
export function cosine(a: Vector, b: Vector): number {
  let [at, other, sum] = [0, 0, 0]
  while (at < a.words.length && other < b.words.length) {
    const [one, two] = [a.words[at] as number, b.words[other] as number]
    if (one === two) sum += (a.weights[at] as number) * (b.weights[other] as number)
    if (one <= two) at++
    if (two <= one) other++
  }
  return sum
}

/** The number of elements that two ascending lists share. */
export function shared(a: Int32Array, b: Int32Array): number {
  let [at, other, count] = [0, 0, 0]
  while (at < a.length && other < b.length) {
    const [one, two] = [a[at] as number, b[other] as number]
    if (one <= two) at++
    if (two <= one) other++
    if (one === two) count++
  }
  return count
}
