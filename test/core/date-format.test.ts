import { expect, test } from 'vitest'
import { dateIn } from '../../src/core/text/date-format.ts'

test('a date is written as its language does, each time, in each of many forms', () => {
  const form = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  for (const language of ['en', 'de', 'he', 'ar'])
    for (let days = 0; days < 250; days++) {
      const date = Temporal.PlainDate.from('2026-11-09').add({ days: days % 130 })
      for (const one of [form, { month: 'short' } as const])
        expect(dateIn(language, one, date)).toBe(date.toLocaleString(language, one))
    }
})

test.for([
  ['ja', '2026年11月29日日曜日', '11月29日', '2026年11月'],
  ['zh', '2026年11月29日星期日', '11月29日', '2026年11月'],
  ['ko', '2026년 11월 29일 일요일', '11월 29일', '2026년 11월'],
])('a date has its signs for year, month and day: %s', ([language = '', full, day, month]) => {
  const date = Temporal.PlainDate.from('2026-11-29')
  expect(dateIn(language, { dateStyle: 'full' }, date)).toBe(full)
  expect(dateIn(language, { day: 'numeric', month: 'long' }, date)).toBe(day)
  expect(dateIn(language, { month: 'long', year: 'numeric' }, date)).toBe(month)
})
