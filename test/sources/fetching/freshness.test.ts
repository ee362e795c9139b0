import { describe, expect, test } from 'vitest'
import { freshFor } from '../../../src/sources/fetching/freshness.ts'
import { fetcherOf, fetchOptions } from './fetcher-setting.ts'
import { serve } from '../setting.ts'

const clock = { now: () => Temporal.Instant.from('2026-11-20T12:00:00Z') }
const noon = 'Fri, 20 Nov 2026 12:00:00 GMT'

describe('how long an answer stays fresh', () => {
  test.each([
    [{}, null],
    [{ 'cache-control': 'public' }, null],
    [{ 'cache-control': 'public, max-age=600' }, 600],
    [{ 'cache-control': 'Max-Age="600", must-revalidate' }, 600],
    [{ 'cache-control': ['public', 'max-age=600'] }, 600],
    [{ 'cache-control': 's-maxage=9000' }, null],
    [{ 'cache-control': 's-maxage=9000, max-age=60' }, 60],
    [{ 'cache-control': 'max-age=99999999' }, 86_400],
    [{ 'cache-control': 'max-age=0' }, 0],
    [{ 'cache-control': 'max-age=600, no-cache' }, 0],
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 'max-age=-5' }, null],
    [{ 'cache-control': 'max-age=600', age: '500' }, 100],
    [{ 'cache-control': 'max-age=600', age: '900' }, 0],
    [{ 'cache-control': 'max-age=600', age: 'old' }, 600],
    [{ expires: 'Fri, 20 Nov 2026 12:10:00 GMT' }, 600],
    [{ expires: 'Fri, 20 Nov 2026 12:10:00 GMT', date: 'Fri, 20 Nov 2026 12:05:00 GMT' }, 300],
    [{ expires: noon }, 0],
    [{ expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
    [{ expires: 'Fri, 20 Nov 2099 12:10:00 GMT' }, 86_400],
    [{ expires: '0' }, 0],
    [{ expires: 'soon' }, 0],
    [{ expires: 'Fri, 20 Nov 2026 12:10:00 GMT', 'cache-control': 'max-age=5' }, 5],
  ] as const)('%j: %s', (headers, seconds) => {
    const copy = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    )
    expect(freshFor(copy, clock)).toBe(seconds)
  })

  test('is told of what was fetched and of what is unchanged', async () => {
    const base = await serve((request, response) => {
      response.setHeader('cache-control', 'max-age=900')
      response.writeHead(request.headers['if-none-match'] ? 304 : 200).end()
    })
    const fetcher = fetcherOf()
    expect(await fetcher.fetch(base, fetchOptions)).toMatchObject({ unchanged: false, freshFor: 900 })
    expect(await fetcher.fetch(base, { ...fetchOptions, etag: '"1"' })).toEqual({
      ok: true,
      unchanged: true,
      freshFor: 900,
    })
  })
})
