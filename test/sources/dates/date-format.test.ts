import { describe, expect, test } from 'vitest'
import { isDateFormat } from '../../../src/sources/dates/date-format.ts'
import { readDate } from '../../../src/sources/dates/dates.ts'

const read = (text: string, dateFormat: string, zone: string | null = 'UTC'): string | null =>
  readDate(text, zone, { dateFormat })?.instant.toString() ?? null

describe('dates in the format of their source', () => {
  test.each([
    ['26-11-20 14:00', 'yy-MM-dd HH:mm', '2026-11-20T14:00:00Z'],
    ['20/11/2026', 'dd/MM/yyyy', '2026-11-20T00:00:00Z'],
    ['3/4/2026 9:05 p.m.', 'd/M/y h:mm a', '2026-04-03T21:05:00Z'],
    ['12:30 AM, April 3, 2026', 'hh:mm a, MMMM d, yyyy', '2026-04-03T00:30:00Z'],
    ['Friday, 20 Nov 2026 at 08:15:30', "EEEE, dd MMM yyyy 'at' HH:mm:ss", '2026-11-20T08:15:30Z'],
    ['Fri 20. Sept. 2026', 'E d. MMM yyyy', '2026-09-20T00:00:00Z'],
    ['2026.11.20 08:15+01:00', 'yyyy.MM.dd HH:mmXXX', '2026-11-20T07:15:00Z'],
    ['20.11.2026 08:15 EST', 'dd.MM.yyyy HH:mm z', '2026-11-20T13:15:00Z'],
    ["20 o'clock 11 2026", "dd 'o''clock' MM yyyy", '2026-11-20T00:00:00Z'],
    ['  20   November\u00a02026 ', 'd MMMM yyyy', '2026-11-20T00:00:00Z'],
    ['2026-11-20T08:15:00Z', 'dd/MM/yyyy', '2026-11-20T08:15:00Z'],
    ['20 marraskuu 2026', 'd MMMM yyyy', '2026-11-20T00:00:00Z'],
  ])('%s as %s', (text, format, expected) => {
    expect(read(text, format)).toBe(expected)
  })

  test('the source’s zone is used if the date has none, in summer and winter', () => {
    expect(read('26-07-20 14:00', 'yy-MM-dd HH:mm', 'Europe/Vienna')).toBe('2026-07-20T12:00:00Z')
    expect(read('26-11-20 14:00', 'yy-MM-dd HH:mm', 'Europe/Vienna')).toBe('2026-11-20T13:00:00Z')
    expect(readDate('26-11-20 14:00', null, { dateFormat: 'yy-MM-dd HH:mm' })?.assumedUtc).toBe(true)
  })

  test.each([
    ['31/02/2026', 'dd/MM/yyyy'],
    ['20/13/2026', 'dd/MM/yyyy'],
    ['03/04/2026 10:00', 'dd/MM/yyyy'],
    ['20 Brumaire 2026', 'd MMMM yyyy'],
    ['26-11-20 25:00', 'yy-MM-dd HH:mm'],
    ['126-11-20 14:00', 'yy-MM-dd HH:mm'],
    [`20/11/2026${' '.repeat(200)}`, 'dd/MM/yyyy'],
    ['yesterday', 'dd/MM/yyyy'],
  ])('%s as %s is not a date', (text, format) => {
    expect(read(text, format)).toBeNull()
  })

  test('numeric dates are read in the source’s format, never guessed', () => {
    const by = (dayFirst?: boolean) =>
      readDate('03/04/2026', 'UTC', dayFirst === undefined ? {} : { dayFirst })?.instant.toString() ?? null
    expect([by(true), by(false), by()]).toEqual(['2026-04-03T00:00:00Z', '2026-03-04T00:00:00Z', null])
    expect(readDate('13/04/2026', 'UTC', { dayFirst: false })?.instant.toString()).toBe(
      '2026-04-13T00:00:00Z',
    )
    expect(readDate('04/13/2026', 'UTC', { dayFirst: true })).toBeNull()
  })
})

test.each([
  ['yyyy-MM-dd', true],
  ['d MMM yy', true],
  ['MMM d', false],
  ['dd/mm/yyyy', false],
  ['YYYY-MM-dd', false],
  ['yyyy-MM-dd yyyy', false],
  ["'yyyy-MM-dd'", false],
  ['', false],
])('the format %j is supported: %s', (format, can) => {
  expect(isDateFormat(format)).toBe(can)
})
