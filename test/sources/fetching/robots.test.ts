import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { fetcherOf, pageOptions, textOf, fetchOptions } from './fetcher-setting.ts'
import { serve } from '../setting.ts'
import { inWords } from '../../in-words.ts'

/** A site with pages everywhere and this robots.txt, which may also be done by hand. */
async function site(robots: string | ((response: ServerResponse) => unknown)) {
  const asked: string[] = []
  const base = await serve(({ url = '' }, response) => {
    asked.push(url)
    if (url !== '/robots.txt') response.end('a page')
    else if (typeof robots === 'string') response.end(robots)
    else robots(response)
  })
  return { base, asked }
}

const closed = { ok: false, problem: 'robots' }

describe('robots.txt', () => {
  test('is asked for before a page, and a page it closes is not asked for', async () => {
    const { base, asked } = await site('User-agent: *\nDisallow: /private/\n')
    const fetcher = fetcherOf()
    expect(inWords(await fetcher.fetch(`${base}/private/1`, pageOptions))).toEqual({
      ...closed,
      reason: `${base}/private/1 is closed to programs by line 2 of ${base}/robots.txt; use a feed of this publisher, or ask them to allow Daywire`,
      gone: false,
      retryAfter: null,
    })
    expect(await textOf(fetcher, `${base}/news/1`, pageOptions)).toBe('a page')
    expect(asked).toEqual(['/robots.txt', '/news/1'])
  })

  test('is not asked for what is made for programs', async () => {
    const { base, asked } = await site('User-agent: *\nDisallow: /\n')
    expect(await textOf(fetcherOf(), `${base}/feed`, fetchOptions)).toBe('a page')
    expect(asked).toEqual(['/feed'])
  })

  test.each([
    ['our own group instead of that for all', 'User-agent: *\nDisallow: /\n\nUser-agent: Daywire\nDisallow: /x', true],
    ['our own group, which is stricter', 'User-agent: *\nDisallow:\n\nUser-agent: daywire/2.0\nDisallow: /', false],
    ['a group of several', 'User-agent: other\nUser-agent: DAYWIRE\nDisallow: /', false],
    ['our group in two places', 'User-agent: Daywire\nDisallow: /x\n\nUser-agent: a\nDisallow: /y\n\nUser-agent: Daywire\nDisallow: /news', false],
    ['other records inside a group', 'User-agent: Daywire\nSitemap: https://example.org/s.xml\nUser-agent: a\nDisallow: /', false],
    ['the longest rule', 'User-agent: *\nDisallow: /\nAllow: /news/', true],
    ['allowing where two are as long', 'User-agent: *\nDisallow: /news\nAllow: /news', true],
    ['wildcards and an end', 'User-agent: *\nDisallow: /*/7$', false],
    ['an end that is not there', 'User-agent: *\nDisallow: /*/$', true],
    ['escapes', 'User-agent: *\nDisallow: /n%65ws', true],
    ['comments, CR and a byte order mark', '\uFEFFUser-agent: * # all\rDisallow: / # everything', false],
    ['only what it names', 'User-agent: other\nDisallow: /', true],
    ['nothing', '', true],
    ['a page in its place', '<!doctype html><title>Not found</title>', true],
  ])('heeds %s', async (_, robots, isOpen) => {
    const { base } = await site(robots)
    expect((await fetcherOf().fetch(`${base}/news/7`, pageOptions)).ok).toBe(isOpen)
  }) // prettier-ignore

  test.each([400, 401, 403, 404, 410, 429])('that answers %i closes nothing', async (status) => {
    const { base } = await site((response) => response.writeHead(status).end('User-agent: *\nDisallow: /'))
    expect(await textOf(fetcherOf(), `${base}/news`, pageOptions)).toBe('a page')
  })

  test('that a fault keeps back closes all, until it can be had', async () => {
    let status = 503
    let now = Temporal.Instant.from('2026-11-20T12:00:00Z')
    const { base, asked } = await site((response) =>
      response.writeHead(status, { 'retry-after': '90' }).end(),
    )
    const fetcher = fetcherOf({ clock: { now: () => now } })
    const left = {
      problem: 'server-fault',
      retryAfter: 90,
      reason: expect.stringContaining('has to be read first'),
    }
    expect(inWords(await fetcher.fetch(`${base}/news`, pageOptions))).toMatchObject(left)
    status = 200
    now = now.add({ minutes: 9 })
    expect(inWords(await fetcher.fetch(`${base}/news`, pageOptions))).toMatchObject(left)
    now = now.add({ minutes: 1 })
    expect(await textOf(fetcher, `${base}/news`, pageOptions)).toBe('a page')
    expect(asked).toEqual(['/robots.txt', '/robots.txt', '/news'])
  })

  test.each([
    ['breaks off', (response: ServerResponse) => response.destroy(), 'unreachable'],
    ['never comes', () => null, 'timeout'],
    ['leads on for ever', (response: ServerResponse) => response.writeHead(302, { location: '/robots.txt' }).end(), 'other'],
    ['leads inside', (response: ServerResponse) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(), 'refused-address'],
    ['is a bomb', (response: ServerResponse) => response.end(Buffer.alloc(11_000_000)), 'too-large'],
  ])('that %s closes all', async (_, robots, problem) => {
    const { base, asked } = await site(robots)
    const got = await fetcherOf({ limits: { time: problem === 'timeout' ? 500 : 20_000 } }).fetch(`${base}/news`, pageOptions)
    expect(got).toMatchObject({ ok: false, problem })
    expect(asked).not.toContain('/news')
  }) // prettier-ignore

  test('may lie elsewhere, and counts for the host that was asked', async () => {
    const there = await site('User-agent: *\nDisallow: /news\n')
    const here = await site((response) =>
      response.writeHead(301, { location: `${there.base}/robots.txt` }).end(),
    )
    const fetcher = fetcherOf()
    expect(await fetcher.fetch(`${here.base}/news`, pageOptions)).toMatchObject(closed)
    expect(await textOf(fetcher, `${here.base}/about`, pageOptions)).toBe('a page')
  })

  test('is read to 500 KiB', async () => {
    const filler = `# ${'x'.repeat(998)}\n`
    const { base } = await site(`User-agent: *\nDisallow: /near\n${filler.repeat(600)}Disallow: /far\n`)
    const fetcher = fetcherOf()
    expect(await fetcher.fetch(`${base}/near`, pageOptions)).toMatchObject(closed)
    expect(await textOf(fetcher, `${base}/far`, pageOptions)).toBe('a page')
  })

  test('with more wildcards than can be looked at closes all', async () => {
    const { base } = await site(`User-agent: *\n${`Disallow: /${'*a'.repeat(1_000)}b\n`.repeat(250)}`)
    expect(await fetcherOf().fetch(`${base}/${'a'.repeat(2_000)}`, pageOptions)).toMatchObject(closed)
  })

  test('is asked for once a day, by however many pages', async () => {
    let now = Temporal.Instant.from('2026-11-20T12:00:00Z')
    const { base, asked } = await site('User-agent: *\nDisallow: /x\n')
    const fetcher = fetcherOf({ clock: { now: () => now } })
    await Promise.all(['/1', '/2', '/3'].map((path) => fetcher.fetch(base + path, pageOptions)))
    now = now.add({ hours: 23, minutes: 59 })
    await fetcher.fetch(`${base}/4`, pageOptions)
    expect(asked).toEqual(['/robots.txt', '/1', '/2', '/3', '/4'])
    now = now.add({ minutes: 1 })
    await fetcher.fetch(`${base}/5`, pageOptions)
    expect(asked.slice(5)).toEqual(['/robots.txt', '/5'])
  })

  test('counts on the way through redirects too', async () => {
    const other = await site('User-agent: *\nDisallow: /\n')
    const asked: string[] = []
    const base = await serve(({ url = '' }, response) => {
      asked.push(url)
      if (url === '/robots.txt') response.end('User-agent: *\nDisallow: /shut')
      else response.writeHead(302, { location: url === '/out' ? `${other.base}/news` : '/shut' }).end()
    })
    const fetcher = fetcherOf()
    expect(await fetcher.fetch(`${base}/in`, pageOptions)).toMatchObject(closed)
    expect(await fetcher.fetch(`${base}/out`, pageOptions)).toMatchObject(closed)
    expect([asked, other.asked]).toEqual([['/robots.txt', '/in', '/out'], ['/robots.txt']])
  })
})
