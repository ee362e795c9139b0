import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkSource } from '../../src/services/collecting/managing/check-sources.ts'
import { topicStories } from '../../src/services/archive/list-archive.ts'
import { openTestWeb, type TestWeb } from './sent-edition.ts'

const odd = [
  `A]]> & <script>alert(1)</script> "odd" missile`,
  'קו מלמעלה של טיל',
  'Ünïcödé 🚀 missile \u202E reversed',
]

let it: TestWeb
beforeAll(async () => {
  it = await openTestWeb()
  it.room.clock.set('2026-11-16T12:00Z')
  for (const [at, headline] of odd.entries())
    await it.room.story(`o${at}`, JSON.stringify(headline), 'missiles')
  await it.room.wake('2026-11-17T06:35Z')
  await it.room.wake('2026-11-17T07:00:10Z')
})
afterAll(() => it.close())

const get = (path: string) => it.web.inject(`/news/${path}`)

test.each(['feed.atom', 'feed.json', 'topics/missiles/feed.atom', 'topics/missiles/feed.json'])(
  '%s is parsed by our own sources, each string as it was carried',
  async (path) => {
    const page = await get(path)
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toMatch(
      path.endsWith('atom') ? /^application\/atom\+xml/ : /^application\/feed\+json/,
    )
    const file = join(it.home.folder, path.replaceAll('/', '-'))
    await writeFile(file, page.body)
    const read = await checkSource(it.room.app.context.sources, file)
    expect(read).toMatchObject({ error: null, repairs: [] })
    const { entries } = await topicStories(it.room.app.context, 'missiles', null, 50)
    const carried = entries.map(({ story }) => story.headline)
    expect(carried.length).toBeGreaterThan(odd.length)
    // Our own parser removes tags from titles of a JSON feed, which are text.
    const titles = path.endsWith('atom')
      ? read.items.map(({ title }) => title)
      : page.json<{ items: { title: string }[] }>().items.map(({ title }) => title)
    for (const headline of carried) expect(titles).toContain(headline)
    expect(read.items).toHaveLength(titles.length)
    for (const { date, link } of read.items) {
      expect(date).toMatch(/^2026-11-16T/)
      expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/news\/stories\//)
    }
  },
)

const hasFeedparser = spawnSync('/usr/bin/python3', ['-c', 'import feedparser']).status === 0

/** The result of Debian's python3-feedparser; titles as text. */
const parser = `
import feedparser, html, json, sys
feed = feedparser.parse(sys.stdin.buffer.read())
print(json.dumps({
  "bozo": bool(feed.bozo), "version": feed.version, "title": feed.feed.title,
  "titles": [html.unescape(e.title) for e in feed.entries],
  "days": [e.published[:10] for e in feed.entries],
}))`

test.skipIf(!hasFeedparser)('feedparser also reads an Atom feed', async () => {
  const { body } = await get('feed.atom')
  const run = spawnSync('/usr/bin/python3', ['-c', parser], { input: Buffer.from(body), encoding: 'utf8' })
  expect(run.stderr).toBe('')
  const read = JSON.parse(run.stdout) as { bozo: boolean; version: string; titles: string[]; days: string[] }
  expect(read).toMatchObject({ bozo: false, version: 'atom10' })
  const { entries } = await topicStories(it.room.app.context, 'missiles', null, 50)
  expect(entries.length).toBeGreaterThan(odd.length)
  for (const { story } of entries) expect(read.titles).toContain(story.headline)
  expect(new Set(read.days)).toEqual(new Set(['2026-11-16']))
})

test('empty feeds do not exist, and the page of feeds lists the others', async () => {
  for (const path of ['topics/none/feed.atom', 'countries/zz/feed.json'])
    expect((await get(path)).statusCode, path).toBe(404)
  const { body } = await get('feeds')
  expect(body).toContain('/news/topics/missiles/feed.atom')
  expect((await get('topics/chemical/feed.json')).json()).toMatchObject({ items: [] })
})

const locations = (xml: string) =>
  [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = '']) => address)

test('sitemaps link every existing page, and robots.txt links them', async () => {
  const robots = (await get('robots.txt')).body
  expect(robots).toContain('Disallow: /news/search')
  const index = /Sitemap: (\S+)/.exec(robots)?.[1] ?? ''
  const maps = locations((await it.web.inject(new URL(index).pathname)).body)
  const pages: string[] = []
  for (const map of maps) pages.push(...locations((await it.web.inject(new URL(map).pathname)).body))
  expect(pages).toEqual(expect.arrayContaining(['http://127.0.0.1:8080/news/editions/daily/2026-11-17']))
  expect(pages.filter((page) => page.includes('/stories/')).length).toBeGreaterThanOrEqual(4)
  for (const page of pages) expect((await it.web.inject(new URL(page).pathname)).statusCode, page).toBe(200)
  expect((await get('sitemaps/2025-01.xml')).statusCode).toBe(404)
  const month = (await get('sitemaps/2026-11.xml')).body
  expect(month).toContain('editions/daily/2026-11-17</loc><lastmod>2026-11-17T07:00:10Z</lastmod>')
  expect(month).toMatch(/\/stories\/[\w-]+<\/loc><lastmod>2026-11-1[67]T/)
})
