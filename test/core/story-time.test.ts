import { expect, test } from 'vitest'
import { furthestAhead, newestOf, storyTime } from '../../src/core/entities/stories/story-time.ts'

const now = Temporal.Instant.from('2026-11-20T12:00Z')
const at = (hours: number) => ({ date: now.add({ hours }) })

test('a future date does not make an item new', () => {
  const items = [at(-50), at(-3), { date: null }, at(200), at(5_000)]
  expect(newestOf(items, now)).toEqual(now.subtract({ hours: 3 }))
  expect(furthestAhead(items, now)).toEqual(now.add({ hours: 5_000 }))
  expect([newestOf([at(200)], now), furthestAhead([at(-3)], now)]).toEqual([null, null])
})

test('clocks may differ by an hour', () => {
  expect(newestOf([at(1)], now)).toEqual(now.add({ hours: 1 }))
  expect(furthestAhead([at(1)], now)).toBeNull()
})

test('a story was not published after it was first seen', () => {
  const time = (publishedAt: Temporal.Instant | null) => storyTime({ publishedAt, firstSeenAt: now })
  expect(time(at(9_000).date)).toEqual(now)
  expect(time(at(-9).date)).toEqual(now.subtract({ hours: 9 }))
  expect(time(null)).toEqual(now)
})
