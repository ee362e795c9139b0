import { describe, expect, test } from 'vitest'
import { dateWithin } from '../../../src/sources/dates/date-within.ts'
import { jsonLd, pageOf, site } from './page-fixtures.ts'

const when = (parts: Parameters<typeof site>[0], settings: Parameters<typeof pageOf>[1] = {}) => {
  const { date, dateFrom, foundIn } = pageOf(site(parts), settings)
  return [date?.toString() ?? null, dateFrom, foundIn]
}

const meta = (name: string, content: string): string => `<meta property="${name}" content="${content}">`

describe('when a page was published', () => {
  test('its data say it, in graphs and lists and where they are broken', () => {
    const article = {
      '@type': ['ReportageNewsArticle'],
      headline: 'x',
      datePublished: '2026-11-20T08:15:00+01:00',
    }
    const told = ['2026-11-20T07:15:00Z', 'published', 'json-ld']
    const site = { '@type': 'WebSite', datePublished: '2001-01-01' }
    expect(when({ head: jsonLd(article) })).toEqual(told)
    expect(when({ head: jsonLd({ '@graph': [site, article] }) })).toEqual(told)
    expect(when({ head: jsonLd([[site], { '@type': 'WebPage', mainEntity: article }]) })).toEqual(told)
    const broken = `<!-- ${JSON.stringify({ ...article, description: 'two|lines' })
      .replace('|', '\n')
      .replace('}', ',}')}; -->`
    expect(when({ head: jsonLd(broken) })).toEqual(told)
    expect(when({ head: jsonLd('{"@type": "Article", "datePublished": ') })).toEqual([
      null,
      'first-seen',
      null,
    ])
  })

  test('of several articles the one with the headline of the page counts', () => {
    const other = { '@type': 'Article', headline: 'Another day on the quay', datePublished: '2020-01-01' }
    const own = { '@type': 'Article', headline: 'Halls reopen to inspectors', datePublished: '2026-11-20' }
    expect(when({ head: jsonLd([other, own]) })[0]).toBe('2026-11-20T00:00:00Z')
  })

  test('meta, microdata and time say it, the day of publication before that of a change', () => {
    const changed = meta('article:modified_time', '2026-11-22T00:00:00Z')
    expect(when({ head: changed + meta('article:published_time', '2026-11-20T08:15:00Z') })).toEqual([
      '2026-11-20T08:15:00Z',
      'published',
      'meta',
    ])
    expect(when({ head: '<meta name="parsely-pub-date" content="2026-11-20T08:15:00Z">' })[2]).toBe('meta')
    expect(when({ top: '<span itemprop="datePublished" content="2026-11-20">Friday</span>' })[2]).toBe(
      'microdata',
    )
    expect(when({ head: changed, top: '<time datetime="2026-11-20T08:15Z">Friday</time>' })[2]).toBe('time')
    expect(when({ head: changed })).toEqual(['2026-11-22T00:00:00Z', 'updated', 'meta'])
  })

  test('a line near the headline says it, not one of another story', () => {
    const below = '<aside><h1>Halls</h1><p>January 2, 2020</p></aside>'
    const on = (line: string) => when({ top: `<div><span>${line}</span></div>`, below })
    expect(on('Posted on November 20, 2026 at 9:15 am')).toEqual([
      '2026-11-20T09:15:00Z',
      'published',
      'text',
    ])
    expect(on('Updated November 22, 2026; Posted November 20, 2026')[0]).toBe('2026-11-20T00:00:00Z')
    expect(on('Von Ada Lind am 20. November 2026')[0]).toBe('2026-11-20T00:00:00Z')
    expect(on('Lindmar, without a day')).toEqual([null, 'first-seen', null])
  })

  test('its address says it last', () => {
    const at = (path: string) => when({}, { url: `https://wire.example.org${path}` })
    expect(at('/2026/11/20/halls-reopen/')).toEqual(['2026-11-20T00:00:00Z', 'published', 'url'])
    expect(at('/news/2026-11-20-halls.html')[0]).toBe('2026-11-20T00:00:00Z')
    expect(at('/2026/nov/20/halls')[0]).toBe('2026-11-20T00:00:00Z')
    for (const path of ['/2026/halls', '/halls-20261399', '/2026/11/halls', '/a/1202611201'])
      expect(at(path)[0]).toBeNull()
  })

  test('is in the zone of its source where it has none of its own', () => {
    const head = meta('article:published_time', '2026-11-20 08:15')
    expect(when({ head }, { timeZone: 'Europe/Vienna' })[0]).toBe('2026-11-20T07:15:00Z')
    expect(pageOf(site({ head })).assumedUtc).toBe(true)
  })

  test('is null rather than a guess where both orders of numbers are possible', () => {
    const top = '<p>03/04/2026</p>'
    expect(when({ top })[0]).toBeNull()
    expect(when({ top }, { options: { dayFirst: true } })[0]).toBe('2026-04-03T00:00:00Z')
    expect(pageOf(site({ top }).replace('lang="en"', 'lang="pt-BR"')).date?.toString()).toBe(
      '2026-04-03T00:00:00Z',
    )
  })

  test('is where the rule of its source finds it, in its form', () => {
    const options = { css: { date: '.when' }, dateFormat: 'yy-MM-dd' }
    const top = '<time datetime="2026-11-22">Sunday</time><i class="when">26-11-20</i>'
    expect(when({ top }, { options })).toEqual(['2026-11-20T00:00:00Z', 'published', 'css'])
  })
})

test.each([
  ['Published 10:02 AM EST Nov 20, 2026', '2026-11-20'],
  ['20 de novembro de 2026 às 14:30', '2026-11-20 14:30'],
  ['le 20 novembre 2026', '2026-11-20'],
  ['20 ноября 2026', '2026-11-20'],
  ['2026년 11월 20일', '2026-11-20'],
  ['[ 2026-11-20 15:24 ]', '2026-11-20 15:24'],
  ['November 20th, 2026, 6:00 PM GMT', '2026-11-20 18:00 GMT'],
  ['Friday, 20.11.2026', '20.11.2026'],
  ['room 20, floor 2026', null],
  ['12026-11-200', null],
])('%s holds the date %s', (text, date) => {
  expect(dateWithin(text)).toBe(date)
})
