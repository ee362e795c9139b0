import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openSources } from '../../../src/sources/sources.ts'
import { jsonLd, site } from './page-fixtures.ts'
import { folderOf, settings } from '../setting.ts'
import { english } from '../../../src/core/said/sentence.ts'

const many = 200_000
const head = (text: string): string => site({ head: text })
const body = (text: string): string => site({ body: text })
const each = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join('')

/** Each of these takes minutes, or too much memory, if the work is quadratic. */
const hostile: Record<string, string> = {
  'tags in tags': body('<div>'.repeat(many) + 'x' + '</div>'.repeat(many)),
  'tags never closed': body('<span>'.repeat(many)),
  'as deep as may be': body('<div>'.repeat(200) + '<p>word '.repeat(300)),
  'as wide as may be': body('<div><p>word</p></div>'.repeat(9_000)),
  'paragraphs without end': body('<p>word'.repeat(many)),
  'breaks': body('x<br>'.repeat(9_000)),
  'links': body(each(many, (at) => `<a href="/${at}">The words of a headline</a>`)),
  'as many links as may be': body(each(5_500, (at) => `<a href="/${at}">The words of a headline</a>`)),
  'attributes': body(`<p ${each(many, (at) => `a${at}=1 `)}>x</p>`),
  'one attribute': body(`<p class="${'ad '.repeat(2_000_000)}">x</p>`),
  'a quote never closed': body(`<p class="${'x'.repeat(3_000_000)}`),
  'signs for less': body('<'.repeat(1_000_000)),
  'comments never closed': body('<!--'.repeat(many)),
  'lists in JSON-LD': head(jsonLd('['.repeat(1_000_000))),
  'graphs in JSON-LD': head(jsonLd('{"@graph":['.repeat(100_000) + ']}'.repeat(100_000))),
  'articles in JSON-LD': head(jsonLd(`[${'{"@type":"Article"},'.repeat(90_000)}1]`)),
  'commas in JSON-LD': head(jsonLd(`{${', '.repeat(900_000)}}`)),
  'scripts of JSON-LD': head(jsonLd('{"@type":"Article"}').repeat(9_000)),
  'meta': head('<meta name="date" content="x">'.repeat(19_000)),
  'a title of bars': head(`<title>${'- | '.repeat(300_000)}</title>`),
  'headlines': body('<h1>Talks and more talks end</h1>'.repeat(9_000)),
  'dates': body(`<p>${'2026-11-2 '.repeat(many)}</p>`),
  'pictures': body('<figure><img src="a.jpg"><figcaption>x</figcaption></figure>'.repeat(4_000)),
  'blanks': body(' '.repeat(5_000_000)),
  'NUL': body('\0'.repeat(many)),
  'nothing but NUL': '\0\0\0\0',
  'frames': '<frameset><frame src="x"></frameset>',
  'half a tag': '<html><body><p class="',
  'nothing': '',
} // prettier-ignore

// A busy machine must not fail what is fast elsewhere: quadratic work exceeds this too.
const sources = openSources({ ...settings, limits: { readingTime: 25_000 } })
afterAll(() => sources.close())

describe('malicious pages', () => {
  test.each(Object.keys(hostile))('%s: handled, as page and as listing', async (name) => {
    const folder = await folderOf({ 'page.html': hostile[name] ?? '' })
    for (const kind of ['page', 'listing']) {
      const reading = await sources.check(join(folder, 'page.html'), { kind })
      if (!reading.ok) expect(english(reading.reason)).toMatch(/^\S+page\.html (?!cannot)/)
      else expect(JSON.stringify(reading).length).toBeLessThan(20_000_000)
    }
  })
})
