/** Numbers in the stead of words: as words come while texts are read, and once all are known by the alphabet. */
export interface WordNumbers {
  /** Numbers as words come. */
  of(words: Iterable<string>): Int32Array
  /**
   * The places in the alphabet of numbers given by `of`, ascending; the first call ends the reading. Sums of floats depend
   * on their order, and an edition must not.
   */
  inOrder(numbers: Int32Array): Int32Array
  size(): number
}

export function wordNumbers(): WordNumbers {
  const known = new Map<string, number>()
  let places: Int32Array | null = null
  const numberOf = (word: string): number => {
    const number = known.get(word) ?? known.size
    if (number === known.size) known.set(word, number)
    return number
  }
  function alphabet(): Int32Array {
    const found = new Int32Array(known.size)
    for (const [place, word] of [...known.keys()].sort().entries()) found[known.get(word) ?? 0] = place
    return found
  }
  return {
    of: (words) => Int32Array.from(words, numberOf),
    inOrder(numbers) {
      const order = (places ??= alphabet())
      return numbers.map((number) => order[number] ?? 0).sort()
    },
    size: () => known.size,
  }
}
