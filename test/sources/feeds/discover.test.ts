import { expect, test } from 'vitest'
import type { Candidate } from '../../../src/sources/feeds/discover.ts'
import { namedFeeds } from '../../../src/sources/feeds/named-feeds.ts'
import { open, rss, serve, story } from '../setting.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { inWords } from '../../in-words.ts'

const page = (head: string): string =>
  `<!doctype html><html><head><title>Harbour Wire</title>${head}</head><body><p>Welcome</p></body></html>`
const alternate = (href: string, more = ''): string =>
  `<link rel="alternate" type="application/rss+xml" href="${href}" ${more}>`

/** A site with these documents; returns its address and its requests. */
async function site(documents: Record<string, string>) {
  const asked: string[] = []
  const address = await serve((request, response) => {
    const path = request.url ?? ''
    if (path === '/robots.txt') return void response.writeHead(404).end()
    asked.push(path)
    const document = documents[path]
    response.writeHead(document === undefined ? 404 : 200).end(document)
  })
  return { address, asked }
}

async function candidatesOf(address: string): Promise<Candidate[]> {
  const found = await open().discover(address)
  if (!found.ok) throw new Error(english(found.reason))
  return found.candidates
}

test('everything that the page names is tried, and readable ones are listed first', async () => {
  const { address, asked } = await site({
    '/news/': page(
      alternate('/comments/feed', 'title="Comments Feed"') +
        alternate('gone.xml') +
        alternate('/feed?a=1&amp;b=2', 'title="Harbour &amp; Quay"') +
        '<link rel="https://api.w.org/" href="/wp-json/">',
    ),
    '/feed?a=1&b=2': rss(
      `${story('Ferry')}<item><title>Fog</title><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item>`,
    ),
    '/comments/feed': rss(story('Comment')),
    '/wp-json/wp/v2/posts?per_page=50&_embed=1': '[{"id":1,"title":{"rendered":"Ferry"}}]',
  })
  const candidates = await candidatesOf(`${address}/news/`)
  expect(
    candidates.map(({ location, kind, title, how, items }) => [location, kind, title, english(how), items]),
  ).toEqual([
    [`${address}/feed?a=1&b=2`, 'feed', 'Harbour & Quay', 'named by the page', 2],
    [`${address}/wp-json/wp/v2/posts`, 'wordpress', '', 'named by the page', 1],
    [`${address}/comments/feed`, 'feed', 'Comments Feed', 'named by the page', 1],
    [`${address}/news/gone.xml`, 'feed', '', 'named by the page', 0],
  ])
  expect(candidates[0]?.newest?.toString()).toBe('2026-11-20T08:00:00Z')
  expect(english(candidates[3]?.reason ?? '')).toContain('answered 404')
  expect(asked).not.toContain('/rss.xml')
})

test('if the page names nothing readable, the usual places are tried up to the first good one', async () => {
  const { address, asked } = await site({
    '/about': page(alternate('/gone.xml')),
    '/feed': page(''),
    '/rss': rss(''),
    '/atom.xml': rss(story('Ferry')),
    '/feed.xml': rss(story('Never asked for')),
  })
  const candidates = await candidatesOf(`${address}/about`)
  expect(candidates.map(({ location, how, items }) => [location, english(how), items])).toEqual([
    [`${address}/atom.xml`, 'at a usual place', 1],
    [`${address}/gone.xml`, 'named by the page', 0],
  ])
  expect(asked).toEqual(['/about', '/gone.xml', '/feed', '/feed/', '/rss', '/rss.xml', '/atom.xml'])
})

test('the last usual place is the sitemap', async () => {
  const { address } = await site({
    '/': page(''),
    '/sitemap.xml': '<urlset><url><loc>https://wire.example.org/ferry-halts-for-fog</loc></url></urlset>',
  })
  expect(await candidatesOf(`${address}/`)).toMatchObject([{ kind: 'sitemap', items: 1 }])
})

test.each([
  ['feed', rss(story('Ferry'))],
  ['sitemap', '<urlset><url><loc>https://wire.example.org/ferry-halts-for-fog</loc></url></urlset>'],
])('an address that is itself a %s is reported as one', async (kind, document) => {
  const { address } = await site({ '/x': document })
  const location = `${address}/x`
  expect(inWords(await candidatesOf(location))).toMatchObject([
    { location, kind, how: 'the address itself', items: 1 },
  ])
})

test('says what to do if nothing is found', async () => {
  const { address } = await site({ '/': page(''), '/data': '{"a":1}' })
  const reason = async (at: string) => {
    const found = await open().discover(at)
    return found.ok ? 'found' : english(found.reason)
  }
  expect(await reason(`${address}/`)).toContain('names no feed, and there is none at the usual places')
  expect(await reason(`${address}/data`)).toContain('name its kind')
  expect(await reason(`${address}/gone`)).toContain('answered 404')
  expect(await reason('news')).toContain('is not an address')
})

test('a page names its feeds in many ways', () => {
  const named = (head: string) =>
    namedFeeds(page(head), 'https://wire.example.org/news/').map(({ location }) => location)
  expect(named("<LINK TYPE='application/atom+xml' HREF='atom.xml' REL='home ALTERNATE'/>")).toEqual([
    'https://wire.example.org/news/atom.xml',
  ])
  expect(named(`<base href="/en/">${alternate('feed')}`)).toEqual(['https://wire.example.org/en/feed'])
  expect(named(alternate('/a') + alternate('/a'))).toEqual(['https://wire.example.org/a'])
  expect(named(`<!-- ${alternate('/a')} -->${alternate('javascript:x()')}${alternate('')}`)).toEqual([])
  expect(
    named('<link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" href="/x.css">'),
  ).toEqual([])
  expect(named(Array.from({ length: 50 }, (_, at) => alternate(`/${at}`)).join(''))).toHaveLength(10)
  expect(named('<link '.repeat(200_000))).toEqual([])
  expect(named(`<link rel="https://api.w.org/" href="https://blog.example.org/?rest_route=/">`)).toEqual([
    'https://blog.example.org/?rest_route=/wp/v2/posts',
  ])
})
