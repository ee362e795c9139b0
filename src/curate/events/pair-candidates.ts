import type { Vector } from './similarity.ts'

/** An item to be paired; items are in order of time, in milliseconds. */
interface Placed {
  whole: Vector
  at: number
}

/** Words in more texts would pair unrelated ones. */
const commonFrom = (texts: number): number => Math.max(30, texts * 0.02)
// Floating-point sums depend on their order.
const rounding = 1e-9

/** For each rarer word the texts that contain it, in order, and its weights, from `starts[word]` up to `starts[word + 1]`. */
interface Index {
  starts: Int32Array
  texts: Int32Array
  weights: Float64Array
}

function indexOf(read: readonly Placed[]): Index {
  const words = read.reduce((most, { whole }) => Math.max(most, (whole.words.at(-1) ?? -1) + 1), 0)
  const holding = new Int32Array(words)
  for (const { whole } of read) for (const word of whole.words) holding[word] = (holding[word] as number) + 1
  const common = commonFrom(read.length)
  const starts = new Int32Array(words + 1)
  for (let word = 0; word < words; word++) {
    const held = holding[word] as number
    starts[word + 1] = (starts[word] as number) + (held > common ? 0 : held)
  }
  const [texts, weights] = [new Int32Array(starts[words] ?? 0), new Float64Array(starts[words] ?? 0)]
  const next = starts.slice()
  for (let text = 0; text < read.length; text++) {
    const { whole } = read[text] as Placed
    for (let at = 0; at < whole.words.length; at++) {
      const word = whole.words[at] as number
      const place = next[word] as number
      if (place >= (starts[word + 1] as number)) continue
      texts[place] = text
      weights[place] = whole.weights[at] as number
      next[word] = place + 1
    }
  }
  return { starts, texts, weights }
}

/** The vector length of the words outside the index: they add at most the product of two texts' lengths to a similarity. */
function commonLengths(read: readonly Placed[], { starts }: Index): Float64Array {
  return Float64Array.from(read, ({ whole: { words, weights } }) => {
    let squares = 0
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as number
      if (starts[word] === starts[word + 1]) squares += (weights[at] as number) ** 2
    }
    return Math.sqrt(squares)
  })
}

/** For each text in turn, the later texts up to `beyond` whose rarer words contribute more than `least` to the similarity. */
function sharing(read: readonly Placed[], index: Index, least: number) {
  const sums = new Float64Array(read.length)
  const found = new Int32Array(read.length)
  // Texts come in order, so each word's list is read only from after the current text.
  const behind = index.starts.slice()
  return {
    sums,
    found,
    /** The number of texts in `found`; their contributions are in `sums` until the next call. */
    behind({ words, weights }: Vector, text: number, beyond: number): number {
      sums.fill(0, text, beyond)
      let count = 0
      for (let at = 0; at < words.length; at++) {
        const word = words[at] as number
        const end = index.starts[word + 1] as number
        let here = behind[word] as number
        if (here >= end) continue
        behind[word] = ++here
        const weight = weights[at] as number
        for (; here < end; here++) {
          const other = index.texts[here] as number
          if (other >= beyond) break
          const before = sums[other] as number
          const sum = before + weight * (index.weights[here] as number)
          sums[other] = sum
          if (sum > least && before <= least) found[count++] = other
        }
      }
      return count
    },
  }
}

/**
 * Calls back with every pair, the earlier item first, that can reach the similarity `least`, shares rarer words (for half of that
 * similarity) and is at most `farthest` milliseconds apart; with the upper bound of its similarity.
 */
export function eachCandidate(
  read: readonly Placed[],
  { least, farthest }: { least: number; farthest: number },
  found: (a: number, b: number, atMost: number) => void,
): void {
  const index = indexOf(read)
  const common = commonLengths(read, index)
  const shared = sharing(read, index, least / 2)
  let beyond = 0
  for (let a = 0; a < read.length; a++) {
    const { whole, at } = read[a] as Placed
    while (beyond < read.length && (read[beyond] as Placed).at <= at + farthest) beyond++
    const count = shared.behind(whole, a, beyond)
    for (let place = 0; place < count; place++) {
      const b = shared.found[place] as number
      const atMost = (shared.sums[b] as number) + (common[a] as number) * (common[b] as number) + rounding
      if (atMost >= least) found(a, b, atMost)
    }
  }
}
