/** The words of some headlines, ascending, with the sum of their weights. Each headline has length 1. */
export interface HeadlineSum {
  words: Int32Array
  weights: Float64Array
}

/**
 * The weight of each word by how few groups contain it: one event reported forty times does not make its words more common. Indexed by the
 * word's number.
 */
export function groupRarity(
  titles: readonly Int32Array[],
  groups: readonly (readonly number[])[],
): Float64Array {
  const size = titles.reduce((most, title) => Math.max(most, (title.at(-1) ?? -1) + 1), 0)
  const holding = new Float64Array(size)
  const last = new Int32Array(size).fill(-1)
  for (const [group, members] of groups.entries())
    for (const member of members)
      for (const word of titles[member] ?? []) {
        if (last[word] === group) continue
        last[word] = group
        holding[word] = (holding[word] ?? 0) + 1
      }
  return holding.map((groupsWithIt) =>
    groupsWithIt === 0 ? 0 : Math.log((groups.length + 1) / groupsWithIt),
  )
}

/** Sums headlines; created once, because it allocates space for all words. */
export function headlineSums(
  titles: readonly Int32Array[],
  rarity: Float64Array,
): (members: readonly number[]) => HeadlineSum {
  const sums = new Float64Array(rarity.length)
  return (members) => {
    const touched: number[] = []
    for (const member of members) {
      const title = titles[member] ?? new Int32Array()
      let squares = 0
      for (const word of title) squares += (rarity[word] as number) ** 2
      for (const word of title) {
        const weight = (rarity[word] as number) / (Math.sqrt(squares) || 1)
        if (weight === 0) continue
        if (sums[word] === 0) touched.push(word)
        sums[word] = (sums[word] as number) + weight
      }
    }
    const words = Int32Array.from(touched).sort()
    const weights = Float64Array.from(words, (word) => sums[word] as number)
    for (const word of touched) sums[word] = 0
    return { words, weights }
  }
}

export function added(a: HeadlineSum, b: HeadlineSum): HeadlineSum {
  const words = new Int32Array(a.words.length + b.words.length)
  const weights = new Float64Array(words.length)
  let [at, other, length] = [0, 0, 0]
  while (at < a.words.length || other < b.words.length) {
    const one = a.words[at] ?? Infinity
    const two = b.words[other] ?? Infinity
    words[length] = Math.min(one, two)
    weights[length++] =
      (one <= two ? (a.weights[at++] as number) : 0) + (two <= one ? (b.weights[other++] as number) : 0)
  }
  return { words: words.subarray(0, length), weights: weights.subarray(0, length) }
}

export function product(a: HeadlineSum, b: HeadlineSum): number {
  let [at, other, sum] = [0, 0, 0]
  while (at < a.words.length && other < b.words.length) {
    const [one, two] = [a.words[at] as number, b.words[other] as number]
    if (one === two) sum += (a.weights[at] as number) * (b.weights[other] as number)
    if (one <= two) at++
    if (two <= one) other++
  }
  return sum
}
