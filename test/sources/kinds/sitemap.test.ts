import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { SourceAddress } from '../../../src/sources/fetch-result.ts'
import { folderOf, open, serve } from '../setting.ts'
import { inWords } from '../../in-words.ts'
import { english } from '../../../src/core/said/sentence.ts'

const at = (location: string): SourceAddress => ({
  kind: 'sitemap',
  location,
  timeZone: null,
  options: {},
  etag: null,
  lastModified: null,
})
const normal = readFileSync(join(import.meta.dirname, '../../fixtures/kinds/sitemap/normal.xml'))

async function read(text: string | Buffer) {
  const reading = await open().read(at(join(await folderOf({ map: text }), 'map')))
  if (!reading.ok || reading.unchanged) throw new Error(JSON.stringify(reading))
  return reading
}

const urlset = (...urls: string[]): string =>
  `<urlset xmlns:news="n" xmlns:video="v">${urls.map((url) => `<url>${url}</url>`).join('')}</urlset>`

test('news first by date, with picture and keywords; entries without a headline are left out and reported', async () => {
  const { items, notes } = await read(normal)
  expect(items.map(({ headline, date, dateFrom }) => [headline, date?.toString(), dateFrom])).toEqual([
    ['Inspectors return to Hall 4', '2026-11-20T07:00:00Z', 'published'],
    ['Ferry halts for fog', '2026-11-19T08:00:00Z', 'updated'],
  ])
  expect(items[0]).toMatchObject({
    id: 'https://wire.example.org/news/hall-4',
    link: 'https://wire.example.org/news/hall-4',
    categories: ['nuclear', 'inspection'],
    image: { url: 'https://wire.example.org/hall.jpg', caption: 'The hall' },
  })
  expect(inWords(notes)).toEqual(['1 address that gives no headline was left out'])
})

test.each([
  ['/news/seals-were-found-whole/', 'Seals were found whole'],
  ['/2026/11/talks_end_without_date.html', 'Talks end without date'],
  ['/news/inspectors-return-to-hall-4', 'Inspectors return to hall 4'],
  ['/n%C3%A9gociations-sans-r%C3%A9sultat-clair', 'Négociations sans résultat clair'],
  ['/news/12345-67890', null],
  ['/a1b2-c3d4-e5f6-a7b8', null],
  ['/about', null],
  ['/contact-us', null],
  ['/', null],
  ['/%E0%A4-seals-found-whole', null],
])('the address %s reads as %j', async (path, headline) => {
  const { items } = await read(urlset(`<loc>https://wire.example.org${path}</loc>`))
  const found = items[0]?.headline ?? null
  expect(found).toBe(headline)
})

test('a video’s title is not the page’s', async () => {
  const video = '<video:video><video:title>Advert</video:title><video:url>x</video:url></video:video>'
  const { items } = await read(urlset(`${video}<loc>https://wire.example.org/seals-found-whole</loc>`))
  expect(items.map(({ headline }) => headline)).toEqual(['Seals found whole'])
})

test('a compressed sitemap is decompressed, also a truncated one; a bomb is refused', async () => {
  const packed = gzipSync(normal)
  expect((await read(packed)).items).toHaveLength(2)
  const url = (n: number) => `<loc>https://wire.example.org/seals-found-whole-${n}</loc>`
  const large = gzipSync(urlset(...Array.from({ length: 500 }, (_, n) => url(n * 7919))))
  const part = await read(large.subarray(0, large.length / 2))
  expect(part.items.length).toBeGreaterThan(10)
  expect(part.items.length).toBeLessThan(500)
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
  const reading = await open().read(at(join(await folderOf({ map: bomb }), 'map')))
  expect(reading).toMatchObject({ ok: false, problem: 'damaged' })
})

test('of many addresses the newest are read, as many as from any source', async () => {
  const url = (n: number) =>
    `<loc>https://wire.example.org/seals-found-whole-${n}</loc><lastmod>${new Date(n * 1e8 + 1e12).toISOString()}</lastmod>`
  const { items, notes } = await read(urlset(...Array.from({ length: 3000 }, (_, n) => url(n))))
  expect(items).toHaveLength(2000)
  expect(items[0]?.link).toBe('https://wire.example.org/seals-found-whole-2999')
  expect(inWords(notes)).toEqual(['only the first 2000 items are read'])
})

test('excessive nesting is cut off', async () => {
  const deep = `<loc>https://wire.example.org/seals-found-whole</loc>${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`
  const good = '<loc>https://wire.example.org/ferry-halts-for-fog</loc>'
  expect((await read(urlset(good, deep))).items).toHaveLength(1)
})

test('an index is followed: news sitemaps first, then the newest, five at most; no nested index', async () => {
  const asked: string[] = []
  const base = await serve((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const maps = ['/old', '/pages-2', '/pages-1', '/news', '/pages-3', '/inner-maps-of-old', '/pages-4']
    const index = `<sitemapindex>${maps.map((each, at) => `<sitemap><loc>http://${request.headers.host}${each}</loc><lastmod>2026-11-0${at + 1}</lastmod></sitemap>`).join('')}</sitemapindex>`
    if (path === '/gone' || path === '/pages-4') return void response.writeHead(404).end()
    if (path === '/' || path === '/inner-maps-of-old') return void response.end(index)
    response.end(urlset(`<loc>https://wire.example.org${path}-map-found-whole</loc>`))
  })
  const reading = await open().read({ ...at(`${base}/`), etag: '"v1"' })
  expect(asked).toEqual(['/', '/news', '/pages-4', '/inner-maps-of-old', '/pages-3', '/pages-1'])
  expect(reading).toMatchObject({
    ok: true,
    kind: 'sitemap',
    items: [
      { headline: 'News map found whole' },
      { headline: 'Pages 3 map found whole' },
      { headline: 'Pages 1 map found whole' },
    ],
    etag: null,
  })
  const notes = 'notes' in reading ? reading.notes.map(english).join('\n') : ''
  expect(notes).toContain('an index of 7 sitemaps, of which 5 were read')
  expect(notes).toContain('/pages-4 answered 404')
  expect(notes).toContain('/inner-maps-of-old is an index itself')
})

test('an address is one story, even if several sitemaps list it', async () => {
  const url = (path: string, day: number) => `<loc>https://wire.example.org/${path}</loc><lastmod>2026-11-0${day}</lastmod>` // prettier-ignore
  const [first, second] = [url('seals-were-found-whole', 3), url('talks-end-without-date', 2)]
  const base = await serve((request, response) => {
    const at = `http://${request.headers.host}`
    const maps = ['/news.xml', '/all.xml'].map(
      (path) => `<sitemap><loc>${at}${path}-maps-of-today</loc></sitemap>`,
    )
    if (request.url === '/') response.end(`<sitemapindex>${maps.join('')}</sitemapindex>`)
    else response.end(request.url?.startsWith('/news') ? urlset(first, first) : urlset(second, first))
  })
  const reading = await open().read(at(`${base}/`))
  expect(reading).toMatchObject({ doubles: 2 })
  expect(reading.ok && !reading.unchanged && reading.items.map(({ headline, position }) => [headline, position])).toEqual([
    ['Seals were found whole', 0],
    ['Talks end without date', 1],
  ]) // prettier-ignore
})
