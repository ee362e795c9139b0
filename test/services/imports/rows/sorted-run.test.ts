import { expect, test } from 'vitest'
import { SortedRun } from '../../../../src/services/imports/rows/sorted-run.ts'

const packedOf = (run: SortedRun, from: number, end: number): string[] =>
  run.rows(from, end).map(({ packed }) => packed)

test('rows come in the order of their addresses, equal ones in their original order', () => {
  const run = new SortedRun(5)
  for (const [key, packed] of [
    ['b@example.org', '1'],
    ['A@example.org', '2'],
    ['', '3'],
    ['a@example.org', '4'],
    ['ä@example.org', 'ä\u{1F600}א'],
  ] as const)
    run.push(key, null, packed)
  run.sort()
  expect(packedOf(run, 0, 2)).toEqual(['3', '2'])
  expect(packedOf(run, 2, 9)).toEqual(['4', '1', 'ä\u{1F600}א'])
  run.clear()
  expect(run.length).toBe(0)
  run.push('c@example.org', 'rejected', '5')
  run.sort()
  expect(run.rows(0, 2)).toEqual([{ packed: '5', outcome: 'rejected' }])
})

test('more rows than the initial capacity are all kept', () => {
  const run = new SortedRun(40)
  const texts = Array.from({ length: 40 }, (_, n) => String(n).padStart(2, '0') + 'ש'.repeat(40_000))
  for (const text of texts.toReversed()) run.push(text.slice(0, 2), null, text)
  run.sort()
  expect(packedOf(run, 0, 100)).toEqual(texts)
})
