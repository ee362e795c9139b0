import { expect, test } from 'vitest'
import { dateIn } from '../../src/core/text/date-format.ts'

test('a date is formatted for its language, every time, in each of many formats', () => {
  const form = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  for (const language of ['en', 'de', 'he', 'ar'])
    for (let days = 0; days < 250; days++) {
      const date = Temporal.PlainDate.from('2026-11-09').add({ days: days % 130 })
      for (const one of [form, { month: 'short' } as const])
        expect(dateIn(language, one, date)).toBe(date.toLocaleString(language, one))
    }
})
