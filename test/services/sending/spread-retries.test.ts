import { expect, test } from 'vitest'
import { spreadRetries } from '../../../src/services/sending/limits/spread-retries.ts'

const begin = Temporal.Instant.from('2026-11-16T07:00Z')

test('e-mails that wait for a connection are retried each second, as many of a domain as its connections can send', () => {
  let now = begin
  const next = spreadRetries({
    clock: { now: () => now },
    random: { next: () => 0.25, bytes: (count) => Buffer.alloc(count) },
  })
  const seconds = (count: number, domain = 'a.example', connections = 1) =>
    Array.from({ length: count }, () => (next(domain, connections) - now.epochMilliseconds) / 1_000)
  const inSeconds = Map.groupBy(seconds(500), (second) => second)
  expect([...inSeconds].map(([second, all]) => [second, all.length])).toEqual([
    [1.25, 200],
    [2.25, 200],
    [3.25, 100],
  ])
  expect(seconds(1, 'b.example')).toEqual([1.25])
  expect(new Set(seconds(400, 'c.example', 2))).toEqual(new Set([1.25]))
  now = begin.add({ seconds: 2 })
  expect(seconds(101).at(0)).toBe(1.25)
  expect(seconds(1)).toEqual([2.25])
  now = begin.add({ minutes: 1 })
  expect(seconds(1)).toEqual([1.25])
})
