import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SourceAddress } from '../../../src/sources/fetch-result.ts'
import { open, serve } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const at = (location: string, timeZone: string | null = null): SourceAddress => ({
  kind: 'wordpress',
  location,
  timeZone,
  options: {},
  etag: null,
  lastModified: null,
})
const posts = readFileSync(join(import.meta.dirname, '../../fixtures/kinds/wordpress/normal.json'))

/** Answers with a document, or a status, and records its requests. */
async function site(document: Buffer | string, status = 200) {
  const asked: string[] = []
  const address = await serve((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json' }).end(document)
  })
  return { address, asked }
}

test('a post becomes a story with all data of WordPress', async () => {
  const { address } = await site(posts)
  const reading = await open().read(at(address))
  expect(inWords(reading)).toMatchObject({ ok: true, kind: 'wordpress', notes: [] })
  expect('items' in reading && reading.items[0]).toEqual({
    id: 'https://wire.example.org/?p=41',
    link: 'https://wire.example.org/hall-4/',
    headline: 'Inspectors return to Hall 4 – again',
    byline: 'A. Writer',
    summary: 'Seals were found whole. […]',
    html: '<p>Seals were <a href="https://wire.example.org/seals">found whole</a>.</p>',
    date: Temporal.Instant.from('2026-11-20T08:00:00Z'),
    dateFrom: 'published',
    image: {
      url: 'https://wire.example.org/hall.jpg',
      alt: 'The hall',
      caption: 'The hall, seen from the quay.',
      credit: 'B. Photographer',
    },
    topics: [],
    countries: [],
    categories: ['Inspection & seals', 'hall'],
    section: null,
    own: false,
    position: 0,
    fingerprint: expect.stringMatching(/^[\w-]{22}$/),
  })
})

test.each([
  ['', '/wp-json/wp/v2/posts?per_page=50&_embed=1'],
  ['/blog/', '/blog/wp-json/wp/v2/posts?per_page=50&_embed=1'],
  ['/wp-json/', '/wp-json/wp/v2/posts?per_page=50&_embed=1'],
  ['/wp-json/wp/v2', '/wp-json/wp/v2/posts?per_page=50&_embed=1'],
  [
    '/wp-json/wp/v2/news?categories=7&search=a+b',
    '/wp-json/wp/v2/news?categories=7&search=a+b&per_page=50&_embed=1',
  ],
  ['/wp-json/wp/v2/posts?per_page=5&_embed=author', '/wp-json/wp/v2/posts?per_page=5&_embed=author'],
  ['/?rest_route=/wp/v2/posts', '/?rest_route=%2Fwp%2Fv2%2Fposts&per_page=50&_embed=1'],
])('for the location %j it requests %s', async (location, path) => {
  const { address, asked } = await site('[]')
  expect(await open().read(at(address + location))).toMatchObject({ ok: true, items: [] })
  expect(asked).toEqual([path])
})

test('a date without its UTC time is in the source’s zone', async () => {
  const { address } = await site('[{ "id": 1, "title": { "rendered": "A" }, "date": "2026-11-20T08:00:00" }]')
  const reading = await open().read(at(address, 'Europe/Vienna'))
  expect('items' in reading && reading.items[0]?.date?.toString()).toBe('2026-11-20T07:00:00Z')
})

test.each([401, 403, 404])('a site that answers %i is reported with what to do', async (status) => {
  const { address } = await site('{"code":"rest_not_logged_in","message":"No."}', status)
  const reading = await open().read(at(address))
  expect(inWords(reading)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/\(rest_not_logged_in\); .*use its feed/),
  })
})

test('a refusal that looks like content is still a refusal', async () => {
  const { address } = await site('{"code":"rest_disabled","message":"No."}')
  expect(inWords(await open().read(at(address)))).toMatchObject({
    ok: false,
    problem: 'forbidden',
    reason: expect.stringContaining('rest_disabled'),
  })
  const other = await site('{"posts":[]}')
  expect(await open().read(at(other.address))).toMatchObject({ ok: false, problem: 'malformed' })
})

test('items that are not posts are left out and reported', async () => {
  const { address } = await site('[7, { "id": 1, "title": { "rendered": "A" } }]')
  expect(inWords(await open().read(at(address)))).toMatchObject({
    items: [{ id: '1', headline: 'A' }],
    notes: ['1 entry that is not a post was left out'],
  })
})
