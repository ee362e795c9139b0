import { describe, expect, test } from 'vitest'
import { checkText, folderOf, open, rss } from '../setting.ts'
import { join } from 'node:path'
import { inWords } from '../../in-words.ts'

const many = 200_000
const item = (inner: string): string => rss(`<item><title>Ada</title>${inner}</item>`)

/** Each of these takes minutes if the work is quadratic. */
const hostile: Record<string, string> = {
  'tags in tags, unknown': item('<a>'.repeat(many) + '</a>'.repeat(many)),
  'tags in tags, never closed': item('<a>'.repeat(many)),
  'HTML in HTML': item(`<description><![CDATA[${'<div>'.repeat(many)}x${'</div>'.repeat(many)}]]></description>`),
  'open HTML': item(`<description><![CDATA[${'<p><b>'.repeat(many)}x]]></description>`),
  'open links': item(`<content:encoded><![CDATA[${'<a href="x">'.repeat(many)}x]]></content:encoded>`),
  'a headline of tags': rss(`<item><title><![CDATA[${'<b><i>'.repeat(many)}x]]></title></item>`),
  'XHTML in XHTML': `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ada</title><content type="xhtml">${'<div>'.repeat(many)}</content></entry></feed>`,
  'brackets for an author': item(`<author>${'('.repeat(many)}</author>`),
  'brackets of all kinds': item(`<author>${'(<['.repeat(many)}</author>`),
  'opening tags alone': '<rss '.repeat(many),
  'sections never closed': item(`<title>${'<![CDATA['.repeat(many)}</title>`),
  'comments never closed': item('<!--'.repeat(many)),
  'signs for less': item(`<title>${'<'.repeat(many)}</title>`),
  'ampersands': item(`<title>${'&'.repeat(many)}</title>`),
  'a doctype of brackets': `<!doctype ${'['.repeat(many)}${item('')}`,
  'blanks': item(' '.repeat(5 * many)),
  'attributes': item(`<enclosure ${'a '.repeat(many)} />`),
  'lists in lists': `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[${'['.repeat(many)}`,
  'open strings': `{"items":[${'{"a":"'.repeat(many)}`,
} // prettier-ignore

describe('malicious feeds', () => {
  test.each(Object.keys(hostile))('%s: handled', async (name) => {
    const folder = await folderOf({ 'feed.xml': hostile[name] ?? '' })
    const reading = await open().check(join(folder, 'feed.xml'))
    expect(JSON.stringify(reading).length).toBeLessThan(2 * many * 10)
  })

  test('entities of a doctype are never expanded', async () => {
    const lines = Array.from(
      { length: 9 },
      (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`,
    ).join('')
    const feed = item('<description>&e9;</description>').replace(
      '<rss',
      `<!DOCTYPE rss [<!ENTITY e0 "lol">${lines}<!ENTITY f SYSTEM "file:///etc/passwd">]><rss`,
    )
    const reading = await checkText(feed.replace('Ada', '&f;'))
    expect(reading.items[0]).toMatchObject({ headline: '&f;', summary: '&e9;' })
  })

  test('items over the limit are dropped, and reported', async () => {
    const reading = await checkText(rss('<item><title>A</title></item>'.repeat(2_500)))
    expect(reading.items).toHaveLength(2_000)
    expect(inWords(reading.notes)).toContain('only the first 2000 items are read')
  })

  test('texts of one item are limited', async () => {
    const reading = await checkText(
      rss(
        `<item><title>${'t'.repeat(9_000)}</title><guid>${'g'.repeat(9_000)}</guid><description>${'word '.repeat(9_000)}</description></item>`,
      ),
    )
    const [only] = reading.items
    expect([only?.headline.length, only?.id.length, (only?.summary.length ?? 0) <= 2_000]).toEqual([
      300,
      64,
      true,
    ])
  })
})
