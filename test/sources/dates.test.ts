import { describe, expect, test } from 'vitest'
import { readDate } from '../../src/sources/dates.ts'

const read = (text: string, zone: string | null = null): string | null =>
  readDate(text, zone)?.instant.toString() ?? null

describe('dates as feeds write them', () => {
  test.each([
    ['Fri, 20 Nov 2026 08:15:30 +0100', '2026-11-20T07:15:30Z'],
    ['20 Nov 2026 08:15 GMT', '2026-11-20T08:15:00Z'],
    ['Fri, 20 Nov 26 08:15:30 EST', '2026-11-20T13:15:30Z'],
    ['20 Nov 98 08:15:30 UT', '1998-11-20T08:15:30Z'],
    ['Friday, 20 November 2026 08:15:30 GMT+2', '2026-11-20T06:15:30Z'],
    ['Fri, 20 Nov 2026 08:15:30 +0100 (CET)', '2026-11-20T07:15:30Z'],
    ['Fri, 20 Nov 2026 08:15:30 +01:00', '2026-11-20T07:15:30Z'],
    ['Fri, 20 Nov 2026 08:15:30 -0330', '2026-11-20T11:45:30Z'],
    ['Fri,20 Nov 2026 08:15:30 MESZ', '2026-11-20T06:15:30Z'],
    ['Fri, 20 Nov 2026 24:00:00 GMT', '2026-11-21T00:00:00Z'],
    ['Thu, 31 Dec 2026 23:59:60 GMT', '2026-12-31T23:59:59Z'],
    ['Fri Nov 20 08:15:30 PST 2026', '2026-11-20T16:15:30Z'],
    ['November 20, 2026 8:15 PM EST', '2026-11-21T01:15:00Z'],
    ['Nov. 20th, 2026 at 12:15 a.m. UTC', '2026-11-20T00:15:00Z'],
    ['2026-11-20T08:15:30Z', '2026-11-20T08:15:30Z'],
    ['2026-11-20t08:15:30.25+05:30', '2026-11-20T02:45:30.25Z'],
    ['2026-11-20 08:15 +0100', '2026-11-20T07:15:00Z'],
    ['20261120T081530Z', '2026-11-20T08:15:30Z'],
    ['2026/11/20 08:15:30 UTC', '2026-11-20T08:15:30Z'],
    ['11/20/2026 08:15 GMT', '2026-11-20T08:15:00Z'],
    ['20.11.2026 08:15 CET', '2026-11-20T07:15:00Z'],
    ['05.06.2026 08:15 CEST', '2026-06-05T06:15:00Z'],
  ])('%s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  test.each([
    '', 'yesterday', '05/06/2026 08:15 GMT', '31 Feb 2026 08:15 GMT', 'Fri, 20 Nov 2026 25:15:00 GMT', '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z',
    '2026-13-20', '20 Foo 2026 08:15 GMT', 'Fri, 20 Nov 2026 08:15:30 IST', 'Fri, 20 Nov 2026 08:15:30 +9900', '1795162530', '2026', '2026-11', '202611',
  ])('“%s” is no date, or could be two', (text) => {
    expect(read(text)).toBeNull()
  }) // prettier-ignore

  test('the zone of the source is for dates without one, or with one that is open', () => {
    expect(readDate('2026-11-20 08:15', null)).toMatchObject({ assumedUtc: true })
    expect(read('2026-11-20 08:15', null)).toBe('2026-11-20T08:15:00Z')
    expect(readDate('2026-11-20 08:15', 'Europe/Vienna')).toMatchObject({ assumedUtc: false })
    expect(read('2026-11-20 08:15', 'Europe/Vienna')).toBe('2026-11-20T07:15:00Z')
    expect(read('2026-07-20', 'Asia/Seoul')).toBe('2026-07-19T15:00:00Z')
    expect(read('Fri, 20 Nov 2026 08:15:30 IST', 'Asia/Kolkata')).toBe('2026-11-20T02:45:30Z')
    expect(read('Fri, 20 Nov 2026 08:15:30 GMT', 'Asia/Kolkata')).toBe('2026-11-20T08:15:30Z')
  })
})
