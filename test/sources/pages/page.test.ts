import { describe, expect, test } from 'vitest'
import { articleBody, jsonLd, pageOf, paragraphs, refusalOf, site } from './page-fixtures.ts'

describe('the body of a page', () => {
  test('is its article, with paragraphs separated by blank lines', () => {
    expect(pageOf(site()).text).toBe(paragraphs.join('\n\n'))
  })

  test('keeps headings, lists and quotes as the article has them', () => {
    const [first, second, third] = paragraphs
    const body = `<p>${first}</p><h2>What was agreed</h2><p>${second}</p><ul><li>Hall four opens first</li><li>Hall nine stays closed</li></ul><blockquote><p>${third}</p></blockquote>`
    const { text, html } = pageOf(site({ body }))
    expect(text.split('\n\n')).toEqual([
      first,
      'What was agreed',
      second,
      'Hall four opens first',
      'Hall nine stays closed',
      third,
    ])
    expect(html).toContain('<h2>What was agreed</h2>')
    expect(html).toContain('<li>Hall four opens first</li>')
    expect(html).toContain('<blockquote>')
  })

  test('excludes the surroundings: sharing, newsletters, captions, authors, comments, more stories', () => {
    const [first, second, third] = paragraphs
    const body = `<div class="share-tools"><p>Share this with the people you know</p></div><p>${first}</p>
      <figure><img src="/hall.jpg"><figcaption>Hall four, seen from the quay. Photo: Harbour Wire</figcaption></figure>
      <p>Read more: <a href="/a">The spring round of talks ended without a date</a></p><p>${second}</p>
      <div class="newsletter-signup"><p>Get the morning letter of Harbour Wire in your inbox</p></div>
      <p><a href="/b">What the inspectors may look at, and what stays closed to them</a></p><p>${third}</p>
      <p>Sign up for our newsletter today.</p><p>Copyright 2026 Harbour Wire.</p>
      <div class="author-bio"><p>Ada Lind writes about ports and has lived in Lindmar for ten years.</p></div>`
    const below = `<section id="comments"><p>${'I have something to say about this, and it is long. '.repeat(40)}</p></section>`
    expect(pageOf(site({ body, below })).text).toBe(paragraphs.join('\n\n'))
  })

  test('a class that marks surroundings is ignored if most of the text is inside it', () => {
    const lead = 'The harbour towns have begun to open their halls. '.repeat(6).trim()
    const body = `<p>${lead}</p><div class="article sponsored share">${articleBody}</div>`
    expect(pageOf(site({ body })).text).toBe([lead, ...paragraphs].join('\n\n'))
  })

  test('does not repeat the author and the date', () => {
    const body = `<p>By Ada Lind</p><p>Published 20 November 2026, 9:15 am</p>${articleBody}`
    expect(pageOf(site({ body })).text).toBe(paragraphs.join('\n\n'))
  })

  test('is taken from the structured data of a page whose markup contains only its beginning', () => {
    const head = jsonLd({
      '@type': 'NewsArticle',
      headline: 'Halls reopen',
      articleBody: paragraphs.join('\n\n'),
    })
    expect(pageOf(site({ head, body: '<p>Delegates met for a second day …</p>' })).text).toBe(
      paragraphs.join('\n\n'),
    )
  })

  test('is what the rule of its source selects', () => {
    const body = `${articleBody}<div class="box"><p>A box</p><p>of two lines</p></div>`
    const page = pageOf(site({ body }), { options: { css: { body: '.box' } } })
    expect(page.text).toBe('A box\n\nof two lines')
    expect(page.html).toBe('<p>A box</p><p>of two lines</p>')
  })

  test('is safe markup: no scripts, no handlers, only absolute http(s) links', () => {
    const body = `${articleBody}<p onclick="x()">The <a href="/list">list</a> is <a href="javascript:x()">public</a> and names each of the halls in full.<script>x()</script></p>`
    const { html } = pageOf(site({ body }))
    expect(html).toContain('<a href="https://wire.example.org/list">list</a>')
    expect(html).not.toMatch(/onclick|javascript|script/)
  })
})

describe('the metadata of a page', () => {
  test('its headline is the one in the text if its title confirms it', () => {
    const headline = (head: string, h1 = ''): string =>
      pageOf(`<html><head><title>${head}</title></head><body>${h1}${articleBody}</body></html>`).headline
    expect(
      headline(
        'Halls reopen to inspectors - Harbour Wire',
        '<h1>Harbour Wire</h1><h1>Halls reopen to inspectors</h1>',
      ),
    ).toBe('Halls reopen to inspectors')
    expect(headline('Talks &amp; halls: a day in Lindmar | Harbour Wire')).toBe(
      'Talks & halls: a day in Lindmar',
    )
    expect(pageOf(site(), { options: { css: { headline: 'nav a' } } }).headline).toBe('Home')
  })

  test('its author comes from its structured data, its meta, or the usual place of bylines', () => {
    const byline = (parts: Parameters<typeof site>[0]): string | null => pageOf(site(parts)).byline
    const people = { '@type': 'Article', author: [{ name: 'Ada Lind' }, { name: 'By Bo Ek' }] }
    expect(byline({ head: jsonLd(people) })).toBe('Ada Lind, Bo Ek')
    expect(byline({ head: '<meta name="author" content="<b onclick=x()>Ada</b> Lind">' })).toBe('Ada Lind')
    expect(
      byline({ head: '<meta property="article:author" content="https://social.example.com/ada">' }),
    ).toBeNull()
    expect(byline({ top: '<p class="byline">By Ada Lind | November 20, 2026</p>' })).toBe('Ada Lind')
  })

  test('its lead picture comes with its caption', () => {
    const head = '<meta property="og:image" content="/pictures/hall-1200x630.jpg">'
    const top =
      '<figure><img src="/pictures/hall-640x360.jpg" alt="A hall"><figcaption>Hall four in March. <span class="credit">Photo: Bo Ek</span></figcaption></figure>'
    expect(pageOf(site({ head, top })).image).toEqual({
      url: 'https://wire.example.org/pictures/hall-1200x630.jpg',
      alt: 'A hall',
      caption: 'Hall four in March.',
      credit: 'Bo Ek',
    })
    expect(pageOf(site({ head: '<meta property="og:image" content="/logo.png">' })).image).toBeNull()
  })

  test('its canonical address counts only on its own site, and is never the front page', () => {
    const link = (href: string): string | null =>
      pageOf(site({ head: `<link rel="canonical" href="${href}">` })).link
    expect(link('/news/talks-of-lindmar')).toBe('https://wire.example.org/news/talks-of-lindmar')
    expect(link('https://m.wire.example.org/news/1')).toBe('https://m.wire.example.org/news/1')
    for (const other of [
      'https://elsewhere.example.com/news/1',
      'javascript:x()',
      'https://wire.example.org/',
    ])
      expect(link(other)).toBe('https://wire.example.org/news/talks')
  })

  test('its summary is its description, or else the beginning of its text', () => {
    const described = pageOf(site({ head: '<meta name="description" content="Fourteen &amp; more halls">' }))
    expect(described.summary).toBe('Fourteen & more halls')
    expect(pageOf(site()).summary).toMatch(/^Delegates of the two harbour towns/)
    expect(described.language).toBe('en')
  })

  test('links are resolved against its base', () => {
    const head = '<base href="https://static.example.net/a/"><meta property="og:image" content="b.jpg">'
    expect(pageOf(site({ head })).image?.url).toBe('https://static.example.net/a/b.jpg')
  })
})

test('a rule that is not a CSS selector is an error', () => {
  expect(refusalOf(site(), { options: { css: { date: 'p[[' } } })).toBe(
    'cannot be read by its rules: “p[[”, which should find the date, is not a CSS selector; correct it in the options of the source',
  )
})

test('markup that is truncated, ends early or has no body is still read', () => {
  const heading = '<h2>What was agreed</h2>'
  const early = site({ body: heading + articleBody }).replace(heading, `</body></html>${heading}`)
  expect(pageOf(early).text).toContain('What was agreed')
  const headless = `<h1>Halls reopen to inspectors</h1>${articleBody}`
  for (const html of [
    early,
    headless,
    `<html><head><title>x</title></head>${articleBody}`,
    site().slice(0, site().indexOf('</article>')),
  ])
    expect(pageOf(html).text).toContain(paragraphs[2])
})
