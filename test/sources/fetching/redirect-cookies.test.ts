import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { openCookies } from '../../../src/sources/fetching/cookies.ts'
import { fetcherOf, textOf } from './fetcher-setting.ts'
import { open, rss, serve, story } from '../setting.ts'

const clock = { now: () => Temporal.Instant.from('2026-11-20T12:00:00Z') }

/** The cookies sent to `asked` after each address has set its own. */
function sent(set: [address: string, ...cookies: string[]][], asked: string): string | null {
  const cookies = openCookies(clock)
  for (const [address, ...lines] of set) cookies.take(new URL(address), { 'set-cookie': lines })
  return cookies.headerFor(new URL(asked))
}

describe('a feed that redirects its readers', () => {
  const around = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.headers.cookie?.includes('seen=1')) response.end(rss(story('Ferry')))
    else response.writeHead(302, { location: request.url, 'set-cookie': 'seen=1; Path=/; HttpOnly' }).end()
  }

  test('until its cookie is returned is read', async () => {
    const base = await serve(around)
    const address = { kind: 'feed', location: `${base}/feed`, timeZone: null, options: {}, etag: null, lastModified: null } // prettier-ignore
    expect(await open().read(address)).toMatchObject({ ok: true, items: [{ headline: 'Ferry' }] })
  })

  test('gets its cookie only in later redirects: the next request starts without', async () => {
    const seen: (string | undefined)[] = []
    const base = await serve((request, response) => {
      seen.push(request.headers.cookie)
      around(request, response)
    })
    const fetcher = fetcherOf()
    await textOf(fetcher, `${base}/feed`)
    await textOf(fetcher, `${base}/feed`)
    expect(seen).toEqual([undefined, 'seen=1', undefined, 'seen=1'])
  })

  test('to another host does not send that host its cookie', async () => {
    const seen: (string | undefined)[] = []
    const other = await serve((request, response) => {
      seen.push(request.headers.cookie)
      response.end('there')
    })
    const base = await serve((_, response) => {
      const location = other.replace('127.0.0.1', 'other.example.org')
      response.writeHead(302, { location, 'set-cookie': ['a=1', 'b=2; Domain=other.example.org'] }).end()
    })
    expect(await textOf(fetcherOf(), base)).toBe('there')
    expect(seen).toEqual([undefined])
  })
})

const here = 'https://www.example.org/news/feed'

describe('a cookie is sent', () => {
  test.each([
    ['to its host', 'a=1', 'https://www.example.org/news/x', 'a=1'],
    ['to no subdomain of its host', 'a=1', 'https://in.www.example.org/news/x', null],
    ['to hosts of its domain', 'a=1; Domain=.example.org', 'https://feeds.example.org/news/x', 'a=1'],
    ['to no host that only has the same ending', 'a=1; Domain=example.org', 'https://notexample.org/news/x', null],
    ['to none if its domain is another', 'a=1; Domain=other.example.org', 'https://other.example.org/news/x', null],
    ['to none if its domain is all of org', 'a=1; Domain=org', 'https://example.org/news/x', null],
    ['below its path', 'a=1; Path=/news', 'https://www.example.org/news/b/c', 'a=1'],
    ['not outside its path', 'a=1; Path=/news', 'https://www.example.org/newsletter', null],
    ['below its own folder if it has no path', 'a=1', 'https://www.example.org/other', null],
    ['only over TLS if it is Secure', 'a=1; Secure; Path=/', 'http://www.example.org/', null],
    ['also without TLS if it is not', 'a=1; Path=/', 'http://www.example.org/', 'a=1'],
    ['no more once it has expired', 'a=1; Max-Age=0', here, null],
    ['no more after its date', 'a=1; Expires=Thu, 19 Nov 2026 08:00:00 GMT', here, null],
    ['until its date', 'a=1; Expires=Sat, 21 Nov 2026 08:00:00 GMT', here, 'a=1'],
    ['unless the prefix of its name requires other attributes', '__Host-a=1; Secure; Path=/; Domain=www.example.org', here, null],
    ['unless it could not be returned unchanged', 'a=\u00e9', here, null],
    ['unless it would end the header', 'a=1\r\nx: y', here, null],
  ])('%s', (_, line, asked, header) => {
    expect(sent([[here, line]], asked)).toBe(header)
  }) // prettier-ignore

  test('not if it is marked Secure but came without TLS', () => {
    expect(sent([['http://www.example.org/', 'a=1; Secure']], 'https://www.example.org/')).toBeNull()
  })

  test('if Secure, also without TLS, but only on this machine', () => {
    expect(sent([['http://127.0.0.1:8080/', 'a=1; Secure']], 'http://127.0.0.1:8080/')).toBe('a=1')
    expect(sent([['http://localhost/', 'a=1; Secure']], 'http://www.example.org/')).toBeNull()
  })

  test('with its latest value, those of longer paths first', () => {
    const set = ['a=1; Path=/', 'b=2; Path=/news', 'a=3; Path=/']
    expect(sent([[here, ...set]], here)).toBe('b=2; a=3')
  })

  test('not if deleted', () => {
    expect(sent([[here, 'a=1'], [here, 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT']], here)).toBeNull() // prettier-ignore
  })

  test('only with a limited number of others, and none larger than 4 KB', () => {
    const many = Array.from({ length: 100 }, (_, at) => `c${at}=x`)
    expect(sent([[here, ...many]], here)?.split('; ')).toHaveLength(30)
    expect(sent([[here, `a=${'x'.repeat(5_000)}`]], here)).toBeNull()
  })
})
