/** Numbers in the stead of words: as words come while texts are read, and once all are known by the alphabet. */
export interface WordNumbers {
  /** Numbers as words come. */
  of(words: readonly string[] | ReadonlySet<string>): Int32Array
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
    const number = known.get(word)
    if (number !== undefined) return number
    known.set(word, known.size)
    return known.size - 1
  }
  function alphabet(): Int32Array {
    const found = new Int32Array(known.size)
    for (const [place, word] of [...known.keys()].sort().entries()) found[known.get(word) ?? 0] = place
    return found
  }
  return {
    of(words) {
      const found = new Int32Array('size' in words ? words.size : words.length)
      let at = 0
      for (const word of words) found[at++] = numberOf(word)
      return found
    },
    inOrder(numbers) {
      const order = (places ??= alphabet())
      const found = new Int32Array(numbers.length)
      for (let at = 0; at < found.length; at++) found[at] = order[numbers[at] as number] as number
      return found.sort()
    },
    size: () => known.size,
  }
}
