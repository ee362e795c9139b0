import { expect, test } from 'vitest'
import { firstPlace, placeBetween } from '../../../src/core/entities/changes/place.ts'

/** A generator of numbers below 1 (mulberry32), the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'there is always room between two places, and never the same place twice (%i)',
  (seed) => {
    const next = chance(seed)
    const places = [0, 1, 2, 3].map(firstPlace)
    for (let storyId = 1; storyId <= 300; storyId++) {
      // Most of them in one gap, where precision would run out.
      const at = next() < 0.6 ? 1 : Math.floor(next() * (places.length + 1))
      const place = placeBetween(places[at - 1] ?? null, places[at] ?? null, storyId)
      places.splice(at, 0, place)
      expect(places).toEqual(places.toSorted((a, b) => (a < b ? -1 : 1)))
    }
    expect(new Set(places).size).toBe(places.length)
  },
)

test('two stories put into the same gap get places of their own', () => {
  const [low, high] = [firstPlace(0), firstPlace(1)]
  expect(placeBetween(low, high, 36)).not.toBe(placeBetween(low, high, 72))
})
