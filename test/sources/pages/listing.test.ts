import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SourceOptions } from '../../../src/core/entities/sources/source.ts'
import { readListing } from '../../../src/sources/pages/read-listing.ts'
import { folderOf, open, serve } from '../setting.ts'
import { inWords } from '../../in-words.ts'
import { english } from '../../../src/core/said/sentence.ts'

const url = 'https://wire.example.org/world/'

function listed(html: string, options: SourceOptions = {}) {
  const bytes = Buffer.from(html)
  const at = Temporal.Instant.from('2026-11-29T12:00:00Z').epochMilliseconds
  const raw = { bytes, contentType: 'text/html', url, where: url, timeZone: null, options, mostItems: 50, at }
  const reading = readListing(raw)
  if (reading instanceof Promise) throw new Error('asynchronous')
  return reading
}

function itemsOf(html: string, options: SourceOptions = {}) {
  const reading = listed(html, options)
  if (!reading.ok) throw new Error(english(reading.reason))
  return reading.items
}

const stories = [
  'Inspectors return to hall four',
  'The second round of talks ends',
  'A missile test is called off',
]

const card = (headline: string, at: number): string =>
  `<li class="card card-${at}"><img src="/p/${at}.jpg" alt="Hall ${at}"><h3><a href="/world/${at}">${headline}</a></h3>
   <time datetime="2026-11-2${at}T08:00:00Z">today</time><p>Officials of both towns confirmed it on the quay this morning.</p></li>`

const page = (main: string): string => `<html><body><nav><ul>${[
  'Home and the world around it',
  'Politics of the two towns',
  'All letters of our readers',
  'Weather on the quay today',
]
  .map((text, at) => `<li><a href="/nav/${at}">${text}</a></li>`)
  .join('')}</ul></nav><main><h1>World</h1>${main}</main>
  <aside>${stories.map((_, at) => `<a href="/read/${at}">What all the others read the most, ${at}</a>`).join('')}</aside></body></html>`

const letters = [1, 2, 3].map((at) => `<p><a href="/letters/${at}">A reader's letter, ${at}</a></p>`).join('')

const cards = page(`${letters}<ul>${stories.map(card).join('')}</ul>`)

describe('a listing without rules', () => {
  test('is its largest group of links alike, with what stands around each', () => {
    const items = itemsOf(cards)
    expect(items.map((item) => item.headline)).toEqual(stories)
    expect(items[1]).toMatchObject({
      id: 'https://wire.example.org/world/1',
      link: 'https://wire.example.org/world/1',
      date: Temporal.Instant.from('2026-11-21T08:00:00Z'),
      dateFrom: 'published',
      summary: 'Officials of both towns confirmed it on the quay this morning.',
      image: { url: 'https://wire.example.org/p/1.jpg', alt: 'Hall 1', caption: null, credit: null },
    })
  })

  test('takes dates from the text beside a link, and each address once', () => {
    const row = (headline: string, at: number): string =>
      `<tr><td><span>${20 + at}. November 2026</span></td><td><a href="/${at}">${headline}</a></td></tr>`
    const items = itemsOf(page(`<table>${stories.map(row).join('')}${row(stories[0] ?? '', 0)}</table>`))
    expect(items.map((item) => item.date?.toString())).toEqual([
      '2026-11-20T00:00:00Z',
      '2026-11-21T00:00:00Z',
      '2026-11-22T00:00:00Z',
    ])
  })

  test('takes a day without its year, and one counted back, from a label that says nothing else', () => {
    const labels = ['Nov 26', '3 weeks ago', '2 hours ago']
    const row = (headline: string, at: number): string =>
      `<li><a href="/${at}">${headline}</a><span>${labels[at]}</span></li>`
    const items = itemsOf(page(`<ul>${stories.map(row).join('')}</ul>`))
    expect(items.map((item) => item.date?.toString())).toEqual([
      '2026-11-26T00:00:00Z',
      '2026-11-08T00:00:00Z',
      undefined,
    ])
  })

  test('leaves links to other sites and its own labels aside', () => {
    const links = stories.map(
      (headline, at) => `<p><a href="https://other.example.com/${at}">${headline}</a></p>`,
    )
    expect(listed(page(links.join('')))).toMatchObject({ ok: false, problem: 'malformed' })
    expect(inWords(listed('<p>Nothing at all</p>'))).toMatchObject({
      ok: false,
      reason: `${url} has no list of stories that can be recognized; options.css.item and options.css.link can say where it is`,
    })
  })
})

describe('a listing with rules', () => {
  const rows = stories.map(
    (headline, at) =>
      `<div class="row"><a href="/more/${at}">More</a><b>${headline}</b><i>0${at + 1}/12/2026</i><em>By Ada Lind</em><span class="s">Short ${at}</span></div>`,
  )
  const css = { item: '.row', link: 'a', headline: 'b', date: 'i', byline: 'em', summary: '.s' }

  test('is what they find', () => {
    const items = itemsOf(page(rows.join('')), { css, dayFirst: true })
    expect(
      items.map(({ headline, link, date, byline, summary }) => [
        headline,
        link,
        date?.toString(),
        byline,
        summary,
      ])[1],
    ).toEqual([
      'The second round of talks ends',
      'https://wire.example.org/more/1',
      '2026-12-02T00:00:00Z',
      'Ada Lind',
      'Short 1',
    ])
  })

  test('may name the links alone; the blocks are found around them', () => {
    const items = itemsOf(page(rows.join('')), { css: { link: '.row a', headline: 'b' } })
    expect(items.map((item) => item.headline)).toEqual(stories)
  })

  test('find a picture that links to what its headline does, and the headline counts', () => {
    const twice = stories.map((title, at) => `<p><a href="/more/${at}"><img src="/${at}.jpg"></a> <a href="/more/${at}">${title}</a></p>`) // prettier-ignore
    const again = `<p><a href="/more/1">The second round of talks ends again</a></p>`
    const reading = listed(page([...twice, again].join('')), { css: { link: 'main p a' } })
    expect(reading).toMatchObject({ ok: true, doubles: 1 })
    expect(reading.ok && reading.items.map(({ headline }) => headline)).toEqual(stories)
  })

  test('that find nothing, or are none, are reasons', () => {
    expect(inWords(listed(cards, { css: { item: '.nothing' } }))).toMatchObject({
      ok: false,
      reason: `${url} has nothing that its rules find; correct them`,
    })
    expect(listed(cards, { css: { item: '..' } })).toMatchObject({ ok: false, problem: 'other' })
  })
})

test('is a kind of source, read over the net', async () => {
  const address = await serve((request, response) => {
    response.statusCode = request.url === '/robots.txt' ? 404 : 200
    response.setHeader('content-type', 'text/html')
    response.end(request.url === '/robots.txt' ? '' : cards)
  })
  const settings = { timeZone: null, options: {}, etag: null, lastModified: null }
  const reading = await open().read({ kind: 'listing', location: `${address}/world`, ...settings })
  if (!reading.ok || reading.unchanged) throw new Error(JSON.stringify(reading))
  expect([reading.kind, reading.title, reading.items.length]).toEqual(['listing', 'World', 3])
  expect(reading.items[0]?.link).toBe(`${address}/world/0`)
})

test('a saved file is against the address it was saved from', async () => {
  const folder = await folderOf({ 'world.html': cards })
  const reading = await open().check(join(folder, 'world.html'), { kind: 'listing', url })
  expect(reading.ok && !reading.unchanged ? reading.items[0]?.link : null).toBe(
    'https://wire.example.org/world/0',
  )
})
