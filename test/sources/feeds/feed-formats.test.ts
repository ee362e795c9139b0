import { describe, expect, test } from 'vitest'
import { checkText, rss } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const first = async (text: string) => {
  const { items } = await checkText(text)
  return items[0] ?? expect.fail('no item')
}

describe('RSS 2.0', () => {
  test('an item with all fields', async () => {
    const reading = await checkText(
      rss(`<item>
        <title>Port &amp;amp; &lt;b&gt;harbour&lt;/b&gt; close</title>
        <link>/2026/port?a=1&amp;b=2</link>
        <guid isPermaLink="false">wire-17</guid>
        <pubDate>Fri, 20 Nov 2026 08:15:00 +0100</pubDate>
        <dc:creator>By Ada Vance</dc:creator><dc:creator>Ben Orr</dc:creator>
        <description>&lt;p&gt;Ships wait.&lt;/p&gt;&lt;p&gt;Cranes stand.&lt;/p&gt;</description>
        <content:encoded><![CDATA[<p>Ships <script>steal()</script>wait. <a href="/more">More</a></p><img src="x.jpg">]]></content:encoded>
        <media:content url="/small.jpg" medium="image" width="200"/>
        <media:content url="/big.jpg" medium="image" width="900"><media:description>The quay</media:description><media:credit>Cy Low</media:credit></media:content>
      </item>`),
    )
    expect(inWords(reading)).toMatchObject({
      kind: 'rss',
      title: 'Harbour Wire',
      repairs: [],
      notes: [],
      base: null,
      movedTo: null,
    })
    expect(reading.items).toEqual([
      {
        id: 'wire-17',
        link: 'https://wire.example.org/2026/port?a=1&b=2',
        headline: 'Port & harbour close',
        byline: 'Ada Vance, Ben Orr',
        summary: 'Ships wait. Cranes stand.',
        html: '<p>Ships wait. <a href="https://wire.example.org/more">More</a></p>',
        date: Temporal.Instant.from('2026-11-20T07:15:00Z'),
        dateFrom: 'published',
        image: { url: 'https://wire.example.org/big.jpg', alt: null, caption: 'The quay', credit: 'Cy Low' },
        topics: [],
        countries: [],
        categories: [],
        section: null,
        own: false,
        position: 0,
        fingerprint: expect.stringMatching(/^[\w-]{22}$/),
      },
    ])
  })

  test('a guid is the link if it is a permalink and no link is given', async () => {
    const guid = (attribute: string) =>
      rss(`<item><title>A</title><guid${attribute}>https://wire.example.org/a</guid></item>`)
    expect(await first(guid(''))).toMatchObject({
      link: 'https://wire.example.org/a',
      id: 'https://wire.example.org/a',
    })
    expect(await first(guid(' isPermaLink="false"'))).toMatchObject({ link: null })
    expect(await first(rss('<item><title>A</title><guid>tag:17</guid></item>'))).toMatchObject({
      link: null,
      id: 'tag:17',
    })
  })

  test('only http and https links are kept', async () => {
    for (const link of [
      'javascript:alert(1)',
      'mailto:a@example.org',
      'data:text/html,x',
      'file:///etc/passwd',
      'ftp://example.org/',
    ])
      expect(await first(rss(`<item><title>A</title><link>${link}</link></item>`))).toMatchObject({
        link: null,
        id: 'A',
      })
  })

  test('the id is the link, or else the headline, if the source has none', async () => {
    expect(
      await first(rss('<item><title>A</title><link>https://wire.example.org/a</link></item>')),
    ).toMatchObject({
      id: 'https://wire.example.org/a',
    })
    expect(await first(rss('<item><title>Only a title</title></item>'))).toMatchObject({ id: 'Only a title' })
  })

  test('an unreadable date is dropped and reported', async () => {
    const reading = await checkText(rss('<item><title>A</title><pubDate>05/06/2026</pubDate></item>'))
    expect(reading.items[0]).toMatchObject({ date: null, dateFrom: 'first-seen' })
    expect(inWords(reading.notes)).toEqual([
      '1 date cannot be read: “05/06/2026”; the time when the item was first seen counts',
    ])
  })

  test('a date without zone, and one in the future, are kept and reported', async () => {
    const reading = await checkText(rss('<item><title>A</title><pubDate>20 Nov 2027 08:15</pubDate></item>'))
    expect(reading.items[0]?.date?.toString()).toBe('2027-11-20T08:15:00Z')
    expect(inWords(reading.notes)).toEqual([
      '1 date has no time zone, and is read as UTC; give the source its time zone',
      '1 date is in the future, and is kept as written; the time when the item was first seen counts',
    ])
  })

  test('a picture comes from an enclosure, else from the text; tracking pixels are ignored', async () => {
    const item = (inner: string) => first(rss(`<item><title>A</title>${inner}</item>`))
    expect(await item('<enclosure url="https://img.example.org/a.png" type="image/png"/>')).toMatchObject({
      image: { url: 'https://img.example.org/a.png' },
    })
    expect(await item('<enclosure url="https://img.example.org/a.mp3" type="audio/mpeg"/>')).toMatchObject({
      image: null,
    })
    const html =
      '&lt;img src="https://count.example.org/p.gif" width="1" height="1"&gt;&lt;img src="https://ads.example.org/~at/i"&gt;&lt;img src="/b.jpg" alt="A &amp;amp; B"&gt;'
    expect(await item(`<description>${html}Text</description>`)).toMatchObject({
      image: { url: 'https://wire.example.org/b.jpg', alt: 'A & B' },
      summary: 'Text',
    })
  })

  test('slot markers and invisible characters are removed', async () => {
    const item = await first(
      rss(
        '<item><title>A\uF8F0unsubscribeUrl\uF8F1 \u202Eb&amp;#xF8F0;c</title><description>&lt;p&gt;d&amp;#xF8F0;e\uF8F1&lt;/p&gt;</description></item>',
      ),
    )
    expect(JSON.stringify(item)).not.toMatch(/[\uF8F0\uF8F1\u202E]/)
    expect(item.headline).toBe('AunsubscribeUrl bc')
    expect(item.html).toBe('<p>de</p>')
  })

  test('a headline keeps text that only looks like markup, and an address its ampersands', async () => {
    const item = await first(
      rss(
        '<item><title>Exports of &lt;Region B&gt; fell &lt; 5 % &amp;copy=2</title><link>https://wire.example.org/?a=1&copy=2</link></item>',
      ),
    )
    expect(item.headline).toBe('Exports of <Region B> fell < 5 % &copy=2')
    expect(item.link).toBe('https://wire.example.org/?a=1&copy=2')
  })
})

describe('the other formats', () => {
  test('RSS 1.0 with Dublin Core', async () => {
    const reading = await checkText(`<?xml version="1.0"?>
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://gazette.example.org/"><title>Gazette</title><link>https://gazette.example.org/</link></channel>
        <item rdf:about="https://gazette.example.org/1"><title>Dam holds</title><link>https://gazette.example.org/1</link>
          <dc:date>2026-11-19T22:00:00-05:00</dc:date><dc:creator>Dee Fox</dc:creator></item>
      </rdf:RDF>`)
    expect(reading).toMatchObject({ kind: 'rdf', title: 'Gazette' })
    expect(reading.items[0]).toMatchObject({
      headline: 'Dam holds',
      byline: 'Dee Fox',
      id: 'https://gazette.example.org/1',
    })
    expect(reading.items[0]?.date?.toString()).toBe('2026-11-20T03:00:00Z')
  })

  test('Atom 1.0: text kinds, xml:base at each level, published before updated', async () => {
    const reading =
      await checkText(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lab.example.org/">
      <title type="html">Lab &amp;amp; Field</title>
      <author><name>The Lab</name></author>
      <entry xml:base="notes/"><id>tag:lab.example.org,2026:1</id><title type="text">Use of &lt;b&gt;</title>
        <link rel="self" href="1.atom"/><link rel="alternate" href="1.html"/><link rel="enclosure" type="image/jpeg" href="/pic"/>
        <published>2026-11-20T08:00:00Z</published><updated>2026-11-20T09:00:00Z</updated>
        <content type="xhtml" xml:base="deep/"><div xmlns="http://www.w3.org/1999/xhtml"><p>See <a href="x">x</a> &amp; y</p></div></content></entry>
      <entry><id>tag:lab.example.org,2026:2</id><title>Second</title><updated>2026-11-20T09:30:00Z</updated><summary>a &lt; b</summary></entry>
    </feed>`)
    expect(reading).toMatchObject({ kind: 'atom', title: 'Lab & Field' })
    expect(inWords(reading.items[0])).toMatchObject({
      headline: 'Use of <b>',
      link: 'https://lab.example.org/notes/1.html',
      byline: 'The Lab',
      html: '<p>See <a href="https://lab.example.org/notes/deep/x">x</a> &amp; y</p>',
      summary: 'See x & y',
      dateFrom: 'published',
      image: { url: 'https://lab.example.org/pic' },
    })
    expect(reading.items[1]).toMatchObject({ link: null, summary: 'a < b', dateFrom: 'updated' })
  })

  test('Atom 0.3', async () => {
    const item = await first(`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title>
      <entry><title>Reed</title><link rel="alternate" type="text/html" href="https://old.example.org/r"/><id>r</id>
      <issued>2026-11-20T08:00:00Z</issued><modified>2026-11-20T09:00:00Z</modified></entry></feed>`)
    expect(item).toMatchObject({
      headline: 'Reed',
      link: 'https://old.example.org/r',
      id: 'r',
      dateFrom: 'published',
    })
  })

  test('JSON Feed', async () => {
    const reading = await checkText(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Coast Log',
        home_page_url: 'https://coast.example.org/',
        items: [
          {
            id: '7',
            url: '/7',
            title: 'Buoy found',
            content_text: 'First.\n\nThen <second>.',
            date_published: '2026-11-20T08:00:00+01:00',
            authors: [{ name: 'Eve Gale' }],
            image: '/buoy.jpg',
          },
        ],
      }),
    )
    expect(reading).toMatchObject({ kind: 'json', title: 'Coast Log' })
    expect(reading.items[0]).toMatchObject({
      id: '7',
      link: 'https://coast.example.org/7',
      byline: 'Eve Gale',
      html: '<p>First.</p><p>Then &lt;second&gt;.</p>',
      summary: 'First. Then <second>.',
      image: { url: 'https://coast.example.org/buoy.jpg' },
    })
  })

  test.each([
    '<rss version="0.91"><channel><title>T</title><item><title>A</title><link>https://a.example.org/</link></item></channel></rss>',
    '<rss><channel><title>T</title></channel><item><title>A</title><link>https://a.example.org/</link></item></rss>',
    '<RDF:rdf xmlns:RDF="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel><item><title>A</title><link>https://a.example.org/</link></item></RDF:rdf>',
    '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>A</a:title><a:link href="https://a.example.org/"/></a:entry></a:feed>',
  ])('an old or odd form: %s', async (text) => {
    const reading = await checkText(text)
    expect(reading).toMatchObject({ title: 'T', items: [{ headline: 'A', link: 'https://a.example.org/' }] })
  })
})
