import { describe, expect, test } from 'vitest'
import { canonicalLink } from '../../src/curate/text/canonical-link.ts'

describe('canonicalLink', () => {
  test.each([
    ['http://Example.org:80/A/b/?utm_source=x&b=2&a=1#top', 'https://example.org/A/b?a=1&b=2'],
    ['https://www.example.org', 'https://example.org/'],
    ['https://www.example.org:443/', 'https://example.org/'],
    ['https://example.org:8080/a/', 'https://example.org:8080/a'],
    [
      'https://example.org/a?fbclid=1&gclid=2&mc_cid=3&at_medium=4&ns_campaign=5&cmp=6&ito=7',
      'https://example.org/a',
    ],
    ['https://example.org/a?utm_medium=rss&id=9', 'https://example.org/a?id=9'],
    ['https://example.org/a?ref=rss', 'https://example.org/a'],
    ['https://example.org/a?ref=chapter-2', 'https://example.org/a?ref=chapter-2'],
    ['https://example.org/a?source=feed&from=', 'https://example.org/a'],
    ['https://example.org/a?b=2&b=1', 'https://example.org/a?b=2&b=1'],
    ['https://example.org//a///b/', 'https://example.org/a/b'],
    ['https://example.org/a/amp/', 'https://example.org/a'],
    ['https://example.org/a.amp.html', 'https://example.org/a.html'],
    ['https://m.example.org/a', 'https://example.org/a'],
    ['https://amp.example.co.uk/a', 'https://example.co.uk/a'],
    ['https://m.org/a', 'https://m.org/a'],
    ['https://champ.example.org/camp/a', 'https://champ.example.org/camp/a'],
    ['https://example.org/a?amp', 'https://example.org/a'],
    ['https://example.org/a?outputType=amp&id=9', 'https://example.org/a?id=9'],
    // A session is the reader's, and another one each time.
    ['https://example.org/a;jsessionid=1F2A?id=9', 'https://example.org/a?id=9'],
    ['https://example.org/a?PHPSESSID=1f2a&id=9', 'https://example.org/a?id=9'],
    ['https://example.org/a?ASPSESSIONIDCQ=X', 'https://example.org/a'],
    ['https://example.org/index.html', 'https://example.org/'],
    ['https://example.org/#!/story/5', 'https://example.org/#!/story/5'],
    ['https://EXAMPLE.org/%7Euser?Q=a%20b', 'https://example.org/%7Euser?Q=a+b'],
    ['  https://example.org/a \n', 'https://example.org/a'],
  ])('%s', (link, expected) => {
    expect(canonicalLink(link)).toBe(expected)
  })

  test.each([
    null,
    '',
    'not a link',
    '/relative',
    'mailto:a@example.org',
    'javascript:alert(1)',
    'ftp://example.org/a',
  ])('none for %s', (link) => {
    expect(canonicalLink(link)).toBeNull()
  })

  test('is its own canonical form', () => {
    const once = canonicalLink('http://www.example.org/a/amp/?z=1&utm_x=2&a=%C3%A9#x')
    expect(canonicalLink(once)).toBe(once)
  })
})
