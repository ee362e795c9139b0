import { commonWords } from './titles.ts'
import type { Token } from './tokens.ts'

/** A text as a direction: its telling words and their weight, of length 1. */
export type Vector = ReadonlyMap<string, number>

const titleFactor = 2

/** A text in words: its headline, and what is below. */
export interface Tokenised {
  title: readonly Token[]
  text: readonly Token[]
}

const readLength = 600

function counts({ title, text }: Tokenised): Map<string, number> {
  const found = new Map<string, number>()
  const add = ({ key }: Token, by: number): void => {
    if (key.length > 1 && !commonWords.has(key)) found.set(key, (found.get(key) ?? 0) + by)
  }
  for (const token of title) add(token, titleFactor)
  for (const token of text) {
    if (token.start >= readLength) break
    add(token, 1)
  }
  return found
}

/** TF-IDF vectors of texts among each other: log counts, smoothed inverse document frequency. */
export function vectors(texts: readonly Tokenised[]): Vector[] {
  const counted = texts.map(counts)
  const holding = new Map<string, number>()
  for (const words of counted)
    for (const word of words.keys()) holding.set(word, (holding.get(word) ?? 0) + 1)
  return counted.map((words) => {
    // In order of words: sums of floats depend on it, and an edition must not.
    const weighted = [...words]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([word, count]): [string, number] => [
        word,
        (1 + Math.log(count)) * Math.log((texts.length + 1) / (holding.get(word) ?? 1)),
      ])
    const length = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1
    return new Map(weighted.map(([word, weight]) => [word, weight / length]))
  })
}

/** How alike two vectors are, 0 to 1. */
export function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [word, weight] of small) sum += weight * (large.get(word) ?? 0)
  return sum
}
