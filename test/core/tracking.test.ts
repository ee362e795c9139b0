import { describe, expect, test } from 'vitest'
import { withoutTracking, withoutTrackingInHtml } from '../../src/core/text/tracking.ts'

const page = 'https://www.example.org/2026/a-story'

describe('tracking is taken off an address', () => {
  test.each([
    '?utm_source=rss&utm_medium=feed&UTM_Campaign=x',
    '?fbclid=abc',
    '?at_medium=RSS&at_campaign=KARANGA',
    '?mc_cid=1&mc_eid=2&_hsenc=3&mkt_tok=4&gclid=5',
    '?cmpid=rss&ns_campaign=x&ns_mchannel=rss',
    '?ref=rss',
    '?source=newsletter#xtor=RSS-3208',
    '?%75tm_source=x',
    '?PHPSESSID=1f2a&maca=en-rss',
    ';jsessionid=1F2A.node1?utm_source=x',
    ';jsessionid=1F2A',
    '#utm_source=x&at_medium=y',
    '?',
  ])('%s', (rest) => {
    expect(withoutTracking(page + rest)).toBe(page)
  })

  test.each([
    `${page}?id=7&page=2`,
    `${page}?ref=a-page-of-its-own`,
    `${page}?a=1;b=%20x+y&c=%E9&empty`,
    `${page}#section-2`,
    `${page}#:~:text=some%20words`,
    'https://archive.example.org/x?cmp=7',
    'media/abc?utm_source=x',
  ])('and nothing else: %s', (link) => {
    expect(withoutTracking(link)).toBe(link)
  })

  test('what is left keeps its order and spelling', () => {
    expect(withoutTracking(`${page}?b=%7E&utm_source=x&a=1&fbclid=2#top`)).toBe(`${page}?b=%7E&a=1#top`)
  })

  test('links of a body too', () => {
    expect(
      withoutTrackingInHtml(
        `<p><a href="${page}?id=1&amp;utm_source=x">utm_source=x</a> <a href="/x">y</a></p>`,
      ),
    ).toBe(`<p><a href="${page}?id=1">utm_source=x</a> <a href="/x">y</a></p>`)
  })
})
