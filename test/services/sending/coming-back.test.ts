import { expect, test } from 'vitest'
import { comingBack } from '../../../src/services/sending/limits/coming-back.ts'

const begin = Temporal.Instant.from('2026-11-16T07:00Z')

test('mails that wait for a connection come back together, so many of a domain in each second', () => {
  let now = begin
  const next = comingBack({
    clock: { now: () => now },
    random: { next: () => 0.25, bytes: (count) => Buffer.alloc(count) },
  })
  const seconds = (count: number, domain = 'a.example') =>
    Array.from({ length: count }, () => (next(domain) - now.epochMilliseconds) / 1_000)
  const inSeconds = Map.groupBy(seconds(500), (second) => second)
  expect([...inSeconds].map(([second, all]) => [second, all.length])).toEqual([
    [1.25, 200],
    [2.25, 200],
    [3.25, 100],
  ])
  expect(seconds(1, 'b.example')).toEqual([1.25])
  now = begin.add({ seconds: 2 })
  expect(seconds(101).at(0)).toBe(1.25)
  expect(seconds(1)).toEqual([2.25])
  now = begin.add({ minutes: 1 })
  expect(seconds(1)).toEqual([1.25])
})
