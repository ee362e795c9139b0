import type { Vector } from './similarity.ts'

/** What is looked through for pairs: in order of time, in milliseconds. */
interface Placed {
  whole: Vector
  at: number
}

/** Words that more texts have than this bring together what isn't one event. */
const commonFrom = (texts: number): number => Math.max(30, texts * 0.02)
// Sums in another order differ in their last digits.
const rounding = 1e-9

/** For each rarer word the texts that have it, in order, and its weight in each: from `starts[word]` up to `starts[word + 1]`. */
interface Index {
  starts: Int32Array
  texts: Int32Array
  weights: Float64Array
}

function indexOf(read: readonly Placed[]): Index {
  const words = read.reduce((most, { whole }) => Math.max(most, (whole.words.at(-1) ?? -1) + 1), 0)
  const holding = new Int32Array(words)
  for (const { whole } of read) for (const word of whole.words) holding[word] = (holding[word] ?? 0) + 1
  const common = commonFrom(read.length)
  const starts = new Int32Array(words + 1)
  for (let word = 0; word < words; word++) {
    const held = holding[word] ?? 0
    starts[word + 1] = (starts[word] ?? 0) + (held > common ? 0 : held)
  }
  const [texts, weights] = [new Int32Array(starts[words] ?? 0), new Float64Array(starts[words] ?? 0)]
  const next = starts.slice()
  for (const [text, { whole }] of read.entries())
    for (const [at, word] of whole.words.entries()) {
      const place = next[word] ?? 0
      if (place >= (starts[word + 1] ?? 0)) continue
      texts[place] = text
      weights[place] = whole.weights[at] ?? 0
      next[word] = place + 1
    }
  return { starts, texts, weights }
}

/** The length of what lies outside the index: two texts can be alike by no more than the product of theirs. */
function commonLengths(read: readonly Placed[], { starts }: Index): Float64Array {
  return Float64Array.from(read, ({ whole }) => {
    let squares = 0
    for (const [at, word] of whole.words.entries())
      if (starts[word] === starts[word + 1]) squares += (whole.weights[at] ?? 0) ** 2
    return Math.sqrt(squares)
  })
}

/**
 * Calls back with every pair, the earlier first, that can be as alike as `least`, that shares words few texts have
 * (for half of that likeness), and that lies no further apart than `farthest` milliseconds; with the most that its likeness can be.
 */
export function eachCandidate(
  read: readonly Placed[],
  { least, farthest }: { least: number; farthest: number },
  found: (a: number, b: number, atMost: number) => void,
): void {
  const index = indexOf(read)
  const common = commonLengths(read, index)
  const sums = new Float64Array(read.length)
  const touched = new Int32Array(read.length)
  // Texts come in order, so that each word's list is read from behind the text itself.
  const behind = index.starts.slice()
  let beyond = 0
  for (const [a, { whole, at }] of read.entries()) {
    let count = 0
    while (beyond < read.length && (read[beyond] as Placed).at <= at + farthest) beyond++
    for (const [place, word] of whole.words.entries()) {
      const end = index.starts[word + 1] ?? 0
      let here = behind[word] ?? 0
      if (here >= end) continue
      behind[word] = ++here
      const weight = whole.weights[place] ?? 0
      for (; here < end; here++) {
        const b = index.texts[here] as number
        if (b >= beyond) break
        if (sums[b] === 0) touched[count++] = b
        sums[b] = (sums[b] as number) + weight * (index.weights[here] as number)
      }
    }
    for (let place = 0; place < count; place++) {
      const b = touched[place] as number
      const sum = sums[b] as number
      sums[b] = 0
      const atMost = sum + (common[a] as number) * (common[b] as number) + rounding
      if (sum > least / 2 && atMost >= least) found(a, b, atMost)
    }
  }
}
