import { expect, test } from 'vitest'
import { nearDate } from '../../../src/sources/dates/near-date.ts'

const at = Temporal.Instant.from('2026-11-29T12:00:00Z').epochMilliseconds

test.each([
  ['3 days ago', '2026-11-26'],
  ['2 weeks ago', '2026-11-15'],
  ['a month ago', '2026-10-29'],
  ['vor 3 Tagen', '2026-11-26'],
  ['il y a 5 jours', '2026-11-24'],
  ['לפני 3 ימים', '2026-11-26'],
  ['منذ 3 أيام', '2026-11-26'],
  ['3日前', '2026-11-26'],
])('a day counted back: %s', (text, day) => {
  expect(nearDate(text, at)).toBe(day)
})

test.each([
  ['Nov 26', '2026-11-26'],
  ['Thu 26 Nov', '2026-11-26'],
  ['26 novembre', '2026-11-26'],
  ['26 בנובמבר', '2026-11-26'],
  ['Nov 26, 14:05', '2026-11-26'],
  // A site ahead of UTC has tomorrow's date.
  ['Nov 30', '2026-11-30'],
  ['Dec 1', '2025-12-01'],
])('a day without its year is the last such: %s', (text, day) => {
  expect(nearDate(text, at)).toBe(day)
})

test.each([
  '2 hours ago', 'yesterday', 'Today, 14:05', 'May', '5', 'Page 3', '26/11', 'Covid 19',
  'The envoys who met on 26 November said that they would meet again',
])('“%s” is no such day', (text) => {
  expect(nearDate(text, at)).toBeNull()
}) // prettier-ignore
