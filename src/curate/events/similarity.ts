/** A text as a direction of length 1: the numbers of its telling words, ascending, and the weight of each. */
export interface Vector {
  words: Int32Array
  weights: Float64Array
}

/** Each number once, and the log of how often it came. */
function logCounts(ascending: Int32Array): Vector {
  const words = new Int32Array(ascending.length)
  const counts = new Float64Array(ascending.length)
  let length = 0
  for (const word of ascending) {
    if (length === 0 || words[length - 1] !== word) words[length++] = word
    counts[length - 1] = (counts[length - 1] ?? 0) + 1
  }
  const weights = counts.subarray(0, length)
  for (let at = 0; at < length; at++) weights[at] = 1 + Math.log(weights[at] ?? 1)
  return { words: words.subarray(0, length), weights }
}

/**
 * TF-IDF of texts among each other (log counts, smoothed inverse document frequency), given the numbers of their words,
 * ascending and below `size`. A text's vector is made when first asked for.
 */
export function vectors(texts: readonly Int32Array[], size: number): (index: number) => Vector {
  const rarity = new Float64Array(size)
  for (const words of texts)
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as number
      if (words[at - 1] !== word) rarity[word] = (rarity[word] ?? 0) + 1
    }
  for (let word = 0; word < rarity.length; word++)
    rarity[word] = Math.log((texts.length + 1) / (rarity[word] || 1))
  const made: (Vector | undefined)[] = Array.from({ length: texts.length })
  return (index) => (made[index] ??= weighted(logCounts(texts[index] ?? new Int32Array()), rarity))
}

function weighted(vector: Vector, rarity: Float64Array): Vector {
  const { words, weights } = vector
  let squares = 0
  for (let at = 0; at < words.length; at++) {
    const weight = (weights[at] as number) * (rarity[words[at] as number] as number)
    weights[at] = weight
    squares += weight * weight
  }
  const length = Math.sqrt(squares) || 1
  for (let at = 0; at < weights.length; at++) weights[at] = (weights[at] as number) / length
  return vector
}

/** How alike two vectors are, 0 to 1. */
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

/** How many numbers two ascending lists share. */
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
