import { describe, expect, test } from 'vitest'
import { checkText, rss } from '../setting.ts'

const date = '<pubDate>Thu, 26 Nov 2026 14:05:09 GMT</pubDate>'
const link = '<link>https://wire.example.org/a</link>'

const first = async (text: string) => {
  const { items } = await checkText(text)
  return items[0] ?? expect.fail('no item')
}
const item = (content: string) => first(rss(`<item>${content}</item>`))
const atom = (entry: string) =>
  first(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>Harbour Films</title><entry>${entry}</entry></feed>`) // prettier-ignore

describe('a headline', () => {
  test.each([
    ['<![CDATA[<![CDATA[Crane falls]]]]><![CDATA[>]]>', 'Crane falls'],
    ['&lt;![CDATA[Crane falls]]&gt;', 'Crane falls'],
    ['Captain&amp;amp;#8217;s log &amp;amp;amp; chart', 'Captain’s log & chart'],
    ['Rocket &#55357;&#56960; seen', 'Rocket 🚀 seen'],
    ['Rocket &#xd83d;&#xDE80; seen', 'Rocket 🚀 seen'],
    ['Half a sign &#55357; stays one', 'Half a sign \ufffd stays one'],
  ])('that is written twice is what was meant: %s', async (title, headline) => {
    expect((await item(`<title>${title}</title>${link}`)).headline).toBe(headline)
  })

  test.each([
    ['UPDATE 2-Crane falls into the dock', 'Crane falls into the dock'],
    ['REFILE-WRAPUP 1-Crane falls into the dock', 'Crane falls into the dock'],
    ['CORRECTED-Crane falls into the dock', 'CORRECTED-Crane falls into the dock'],
    ['Update: crane falls into the dock', 'Update: crane falls into the dock'],
    ['Crane falls into the dock | Harbour Wire', 'Crane falls into the dock'],
    ['Crane falls into the dock - The Harbour Wire', 'Crane falls into the dock'],
    ['Crane falls into the dock - what we know', 'Crane falls into the dock - what we know'],
    ['Weather - Harbour Wire', 'Weather - Harbour Wire'],
  ])('is without what programs put around it: %s', async (title, headline) => {
    expect((await item(`<title>${title}</title>${link}`)).headline).toBe(headline)
  })

  test('of a search for news is without its publisher, and its list of links is no summary', async () => {
    const description = '&lt;a href="https://wire.example.org/a"&gt;Crane falls into dock&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font&gt;Quay Post&lt;/font&gt;' // prettier-ignore
    expect(
      await item(
        `<title>Crane falls into dock - Quay Post</title>${link}<source url="https://quay.example.org">Quay Post</source><description>${description}</description>`,
      ),
    ).toMatchObject({ headline: 'Crane falls into dock', summary: '' })
  })
})

test('a summary that was escaped twice, or lies in CDATA as text, is read', async () => {
  const twice = 'The captain&amp;amp;rsquo;s log&amp;amp;nbsp;&amp;amp;#8211; found.'
  expect((await item(`<title>A</title>${link}<description>${twice}</description>`)).summary).toBe(
    'The captain’s log – found.',
  )
  const inside = '<![CDATA[<![CDATA[<p>A log was found.</p>]]]]><![CDATA[>]]>'
  expect(await item(`<title>A</title>${link}<description>${inside}</description>`)).toMatchObject({
    summary: 'A log was found.',
    html: '<p>A log was found.</p>',
  })
})

test('JSON with a comma too many, or with line breaks within its texts, is read', async () => {
  const json = '{"version":"https://jsonfeed.org/version/1.1","title":"Wire","items":[{"id":"1","title":"A crane, \tfell","content_text":"One,]\nTwo",},{"id":"2","title":"B"},]}' // prettier-ignore
  const { items, repairs } = await checkText(json)
  expect(items.map(({ headline, summary }) => [headline, summary])).toEqual([
    ['A crane, fell', 'One,] Two'],
    ['B', ''],
  ])
  expect(repairs).toMatchObject([{ code: 'repaired-json' }])
})

test('what is said of a video is its summary', async () => {
  const media = '<media:group><media:title>Crane</media:title><media:description>A crane fell.\n\nMore soon.</media:description></media:group>' // prettier-ignore
  expect(
    (await atom(`<id>v:1</id><title>Crane</title><link href="https://films.example.org/1"/>${media}`))
      .summary,
  ).toBe('A crane fell. More soon.')
})

describe('a link', () => {
  test.each([
    ['https://wire.example.org/a?x=1&amp;amp;y=2', 'https://wire.example.org/a?x=1&y=2'],
    ['https://wire.example.org/a?x=1&amp;#038;y=2', 'https://wire.example.org/a?x=1&y=2'],
    ['www.wire.example.org/a', 'https://www.wire.example.org/a'],
    ['wire.example.org/a', 'https://wire.example.org/a'],
    ['http://https://wire.example.org/a', 'https://wire.example.org/a'],
    ['https://wire.example.orghttps://news.example.org/a', 'https://news.example.org/a'],
    ['https://archive.example.org/2026/https://news.example.org/a', 'https://archive.example.org/2026/https://news.example.org/a'],
    ['https://www.google.com/url?rct=j&amp;url=https://wire.example.org/a%3Fx%3D1&amp;ct=ga', 'https://wire.example.org/a?x=1'],
    ['http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fwire.example.org%2fa&amp;c=1', 'https://wire.example.org/a'],
    ['https://wire-example-org.cdn.ampproject.org/c/s/wire.example.org/amp/a', 'https://wire.example.org/amp/a'],
    ['https://www.google.com/amp/s/wire.example.org/a', 'https://wire.example.org/a'],
    ['https://www.google.com/url?url=javascript:alert(1)', 'https://www.google.com/url?url=javascript:alert(1)'],
  ])('leads where it was meant to: %s', async (written, url) => {
    expect((await item(`<title>A</title><link>${written}</link>`)).link).toBe(url)
  }) // prettier-ignore

  test('may be an element of Atom without its prefix', async () => {
    const links =
      '<link rel="self" href="https://wire.example.org/feed"/><link href="https://wire.example.org/a"/>'
    expect((await item(`<title>A</title>${links}`)).link).toBe('https://wire.example.org/a')
  })

  test('to the front page yields to the permalink', async () => {
    const home = '<link>https://wire.example.org</link>'
    expect((await item(`<title>A</title>${home}<guid>https://wire.example.org/7</guid>`)).link).toBe(
      'https://wire.example.org/7',
    )
    const list = '<link>https://wire.example.org/news</link>'
    expect((await item(`<title>A</title>${list}<guid>https://wire.example.org/7</guid>`)).link).toBe(
      'https://wire.example.org/7',
    )
    expect((await item(`<title>A</title>${home}`)).link).toBe('https://wire.example.org/')
  })

  test('is not made of a number', async () => {
    expect(await item('<title>A</title><guid>12345</guid>')).toMatchObject({ link: null, id: '12345' })
    expect(await item('<title>A</title><guid isPermaLink="true">/7</guid>')).toMatchObject({
      link: 'https://wire.example.org/7',
    })
    expect((await atom('<id>12345</id><title>A</title>')).link).toBeNull()
    const json = { version: 'https://jsonfeed.org/version/1.1', title: 'Wire', home_page_url: 'https://wire.example.org/', items: [{ id: 7, title: 'A' }] } // prettier-ignore
    expect((await first(JSON.stringify(json))).link).toBeNull()
  })
})

describe('a date', () => {
  test.each([
    ['<published>2024-01-05T10:00:00Z</published>', 'published'],
    ['<date>2024-01-05T10:00:00Z</date>', 'published'],
    ['<updated>2024-01-05T10:00:00Z</updated>', 'updated'],
    ['<pubDate></pubDate><pubDate>Fri, 05 Jan 2024 10:00:00 GMT</pubDate>', 'published'],
    ['<pubDate>&lt;time datetime="2024-01-05T11:00:00+01:00"&gt;Fri, 01/05/2024 - 11:00&lt;/time&gt;</pubDate>', 'published'],
    ['<pubDate>Fri, 05 Jan 2024 10:00 in our time</pubDate>', 'published'],
  ])('is found in %s', async (element, dateFrom) => {
    const read = await item(`<title>A</title>${link}${element}`)
    expect([read.date?.toString(), read.dateFrom]).toEqual(['2024-01-05T10:00:00Z', dateFrom])
  }) // prettier-ignore

  test('of RSS counts before one that stands there without a prefix', async () => {
    expect((await item(`<title>A</title>${link}<date>2024-01-05</date>${date}`)).date?.toString()).toBe(
      '2026-11-26T14:05:09Z',
    )
  })
})
