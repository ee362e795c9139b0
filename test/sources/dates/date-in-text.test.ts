import { expect, test } from 'vitest'
import { readDateInText } from '../../../src/sources/dates/date-in-text.ts'

const read = (text: string, zone: string | null = null): string | null =>
  readDateInText(text, zone)?.instant.toString() ?? null

test.each([
  // What Drupal puts into a feed of its views.
  ['<time datetime="2024-01-05T10:00:00+01:00" class="datetime">Fri, 01/05/2024 - 10:00</time>', '2024-01-05T09:00:00Z'],
  ['<span>26 November 2026</span>', '2026-11-26T00:00:00Z'],
  ['26 November 2026 14:05 CET / 13:05 GMT', '2026-11-26T13:05:00Z'],
  ['Last updated Thu 26 Nov 2026 14.05 GMT', '2026-11-26T14:05:00Z'],
  ['Thu, 26 Nov 2026 14:05 Local time zone must be set', '2026-11-26T14:05:00Z'],
  ['Fri, 20 Nov 2026 25:15:00 GMT', '2026-11-20T00:00:00Z'],
])('a date within a text counts: %s', (text, instant) => {
  expect(read(text)).toBe(instant)
}) // prettier-ignore

test('a zone that nobody can place leaves the day, and is noted as none', () => {
  const text = 'Thu, 26 Nov 2026 14:05:09 IST'
  expect(readDateInText(text, null)).toMatchObject({ assumedUtc: true })
  expect(read(text)).toBe('2026-11-26T14:05:00Z')
  expect(read(text, 'Asia/Kolkata')).toBe('2026-11-26T08:35:09Z')
})

test.each(['', 'yesterday', 'soon', '05/06/2026', '31 Nov 2026', '0000-00-00 00:00:00'])(
  '“%s” has no date within that can be only one',
  (text) => {
    expect(read(text)).toBeNull()
  },
)
