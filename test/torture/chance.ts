/** Random numbers that a seed repeats (mulberry32), from 0 up to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from 1 to `most`. */
export const upTo = (chance: () => number, most: number): number => 1 + Math.floor(chance() * most)

/** `count` items of a list, evenly spread over it. */
export function spread<T>(all: readonly T[], count: number): T[] {
  const step = all.length / Math.min(count, all.length)
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, index) => all[Math.floor((index + 0.5) * step)],
  ).flatMap((one) => (one === undefined ? [] : [one]))
}
