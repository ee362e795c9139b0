import { describe, expect, test } from 'vitest'
import { readDate } from '../../../src/sources/dates/dates.ts'

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
    '2026-13-20', '20 Foo 2026 08:15 GMT', 'Fri, 20 Nov 2026 08:15:30 IST', 'Fri, 20 Nov 2026 08:15:30 +9900', '2026', '2026-11', '202611',
  ])('“%s” is no date, or could be two', (text) => {
    expect(read(text)).toBeNull()
  }) // prettier-ignore

  test.each([
    // Drupal's own forms, and the like of other editors' systems.
    ['Fri, 11/20/2026 - 14:30', '2026-11-20T14:30:00Z'],
    ['Fri, 20/11/2026 - 2:30pm', '2026-11-20T14:30:00Z'],
    ['Fri, 2026/11/20 - 14:30', '2026-11-20T14:30:00Z'],
    ['Friday, November 20, 2026 - 14:30', '2026-11-20T14:30:00Z'],
    ['Friday, 2026,  November 20 - 2:30pm', '2026-11-20T14:30:00Z'],
    ['20 November, 2026 - 2:30pm', '2026-11-20T14:30:00Z'],
    ['2026 Nov 20 – 14:30', '2026-11-20T14:30:00Z'],
    ['20 Nov 2026 | 14:30', '2026-11-20T14:30:00Z'],
    ['Published: Friday 20th of November 2026 @ 2.30 p.m.', '2026-11-20T14:30:00Z'],
    ['November 20, 2026 2 PM', '2026-11-20T14:00:00Z'],
    ['14:30 GMT, Friday 20 November 2026', '2026-11-20T14:30:00Z'],
    ['11/20/26 2:30 PM', '2026-11-20T14:30:00Z'],
    ['\u200e11\u200e/\u200e20\u200e/\u200e2026 14:30', '2026-11-20T14:30:00Z'],
    ['20 / 11 / 2026 14:30', '2026-11-20T14:30:00Z'],
    // Years of other calendars and eras.
    ['Thu, 26 Nov 2569 14:05:09 +0700', '2026-11-26T07:05:09Z'],
    ['26 พ.ย. 2569 14:05', '2026-11-26T14:05:00Z'],
    ['๒๖ พฤศจิกายน ๒๕๖๙', '2026-11-26T00:00:00Z'],
    ['26 พ.ย. 69 14:05', '2026-11-26T14:05:00Z'],
    ['1405/09/05 14:05', '2026-11-26T14:05:00Z'],
    ['۵ آذر ۱۴۰۵', '2026-11-26T00:00:00Z'],
    ['1448/06/16', '2026-11-26T00:00:00Z'],
    ['令和8年11月26日', '2026-11-26T00:00:00Z'],
    ['中華民國115年11月26日', '2026-11-26T00:00:00Z'],
    // Months of other languages.
    ['26 בנובמבר 2026, 14:05', '2026-11-26T14:05:00Z'],
    ['26 تشرين الثاني 2026', '2026-11-26T00:00:00Z'],
    ['26 تشرين الثاني/نوفمبر 2026 14:05', '2026-11-26T14:05:00Z'],
    ['26 نوفمبر/ تشرين الثاني 2026', '2026-11-26T00:00:00Z'],
    ['جمعرات 26 نومبر 2026', '2026-11-26T00:00:00Z'],
    ['Ngày 26 tháng 11 năm 2026', '2026-11-26T00:00:00Z'],
    ['26 tháng 11, 2026', '2026-11-26T00:00:00Z'],
    // Zones said twice, in words, or by the name that means summer and winter alike.
    ['Thu, 26 Nov 2026 14:05:09 +0000 GMT', '2026-11-26T14:05:09Z'],
    ['2026-11-26T14:05:09+00:00Z', '2026-11-26T14:05:09Z'],
    ['2026-11-26T14:05:09ZZ', '2026-11-26T14:05:09Z'],
    ['Thu, 26 Nov 2026 14:05:09 Eastern Standard Time', '2026-11-26T19:05:09Z'],
    ['July 6, 2026, 2:05 p.m. ET', '2026-07-06T18:05:00Z'],
    ['Nov. 26, 2026, 2:05 p.m. ET', '2026-11-26T19:05:00Z'],
    ['Kamis, 26 November 2026 14:05 WIB', '2026-11-26T07:05:00Z'],
    ['Thu, 26 Nov 2026 14:05:09 NPT', '2026-11-26T08:20:09Z'],
    // What is written carelessly.
    ['Thu, 26 Nov 2026 9:5:9 GMT', '2026-11-26T09:05:09Z'],
    ['26NOV2026', '2026-11-26T00:00:00Z'],
    ['"2026-11-26T14:05:09Z"', '2026-11-26T14:05:09Z'],
    // What programs write.
    ['1795162530', '2026-11-20T08:15:30Z'],
    ['1795162530.25', '2026-11-20T08:15:30.25Z'],
    ['1795162530250', '2026-11-20T08:15:30.25Z'],
    ['1795162530250000', '2026-11-20T08:15:30.25Z'],
    ['@999999999', '2001-09-09T01:46:39Z'],
    ['/Date(1795162530250+0100)/', '2026-11-20T08:15:30.25Z'],
    ['20261120143000', '2026-11-20T14:30:00Z'],
    ['202611201430', '2026-11-20T14:30:00Z'],
    ['Fri Nov 20 2026 14:30:00 GMT+0100 (Central European Standard Time)', '2026-11-20T13:30:00Z'],
    ['2026-11-20T14:30:00+01:00[Europe/Berlin]', '2026-11-20T13:30:00Z'],
    ['2026-11-20 14:30 America/New_York', '2026-11-20T19:30:00Z'],
    ['2026-11-20T14:30:00,125Z', '2026-11-20T14:30:00.125Z'],
    ['20/Nov/2026:14:30:00 +0100', '2026-11-20T13:30:00Z'],
    ['2026-11-20 14:30 (CET)', '2026-11-20T13:30:00Z'],
    ['Fri 20 Nov 14:30:00 CET 2026', '2026-11-20T13:30:00Z'],
  ])('as editors’ systems and programs write it: %s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  test.each([
    ['vendredi 20 novembre 2026 à 14h30', '2026-11-20T14:30:00Z'],
    ['5 janvier 2026 10:00:00 +0100', '2026-01-05T09:00:00Z'],
    ['Dimanche 1er févr. 2026 - 08:00', '2026-02-01T08:00:00Z'],
    ['Freitag, 20. November 2026 - 14:30 Uhr', '2026-11-20T14:30:00Z'],
    ['Viernes, 20 de noviembre de 2026 a las 2:30 p. m.', '2026-11-20T14:30:00Z'],
    ['sexta-feira, 20 de novembro de 2026 às 14h30', '2026-11-20T14:30:00Z'],
    ['venerdì 20 novembre 2026, ore 14:30', '2026-11-20T14:30:00Z'],
    ['vr, 20-11-2026 - 14:30', '2026-11-20T14:30:00Z'],
    ['fre. 20. nov. 2026 kl. 14.30', '2026-11-20T14:30:00Z'],
    ['perjantai 20. marraskuuta 2026 klo 14.30', '2026-11-20T14:30:00Z'],
    ['пятница, 20 ноября 2026 г., 14:30', '2026-11-20T14:30:00Z'],
    ['piątek, 20 listopada 2026 - 14:30', '2026-11-20T14:30:00Z'],
    ['utorak, 20. listopada 2026. 14:30', '2026-10-20T14:30:00Z'],
    ['20 Kasım 2026 Cuma 14:30', '2026-11-20T14:30:00Z'],
    ['2026. november 20. 14:30', '2026-11-20T14:30:00Z'],
    ['الجمعة، ٢٠ نوفمبر ٢٠٢٦ - ١٤:٣٠', '2026-11-20T14:30:00Z'],
    ['20 नवंबर 2026 14:30', '2026-11-20T14:30:00Z'],
    ['2026年11月20日(金) 14時30分', '2026-11-20T14:30:00Z'],
    ['2026年11月20日 星期五 下午2:30', '2026-11-20T14:30:00Z'],
    ['2026년 11월 20일 오전 8:15', '2026-11-20T08:15:00Z'],
    ['2026. 11. 20. 14:30', '2026-11-20T14:30:00Z'],
  ])('in the language of its source: %s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  test.each([
    ['Fri, 12/11/2026', '2026-12-11T00:00:00Z'],
    ['Thu, 12/11/2026 - 14:30', '2026-11-12T14:30:00Z'],
    ['jeudi 12/11/2026', '2026-11-12T00:00:00Z'],
    ['Tue, 12/11/2026', null],
    ['12/11/2026', null],
    ['20 listopada 2026', null],
  ])('where it could be two, its weekday tells: %s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  test('where nothing else tells, what other dates of the document show', () => {
    const shown = (order?: boolean, text = '12/11/2026') =>
      readDate(text, null, { shown: order })?.instant.toString() ?? null
    expect([shown(true), shown(false), shown()]).toEqual(['2026-11-12T00:00:00Z', '2026-12-11T00:00:00Z', null]) // prettier-ignore
    expect(shown(true, 'Fri, 12/11/2026')).toBe('2026-12-11T00:00:00Z')
    expect(shown(false, '20/11/2026')).toBe('2026-11-20T00:00:00Z')
  })

  test.each(['27 Nov 14:10:00', '123456', '12345678901', '20261320', 'GMT', '-', '/Date()/', '2026-11-20 14:30 Mars/Crater', `${'Friday '.repeat(14)}20`])(
    '“%s” is none',
    (text) => {
      expect(read(text)).toBeNull()
    },
  ) // prettier-ignore

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
