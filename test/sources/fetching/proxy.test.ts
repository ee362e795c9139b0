import { onTestFinished, describe, expect, test } from 'vitest'
import { fetcherOf, textOf, fetchOptions } from './fetcher-setting.ts'
import { privateHosts, privateNames } from './private-hosts.ts'
import { serveProxy } from './proxy-setting.ts'
import { serve } from '../setting.ts'
import { english } from '../../../src/core/said/sentence.ts'

const noDns = { resolve: () => Promise.reject(new Error('names are the proxy’s')) }

describe('with a proxy', () => {
  test('http goes through a tunnel too, names are not looked up here, and the password is told to the proxy alone', async () => {
    const seen: (string | undefined)[] = []
    const base = await serve((request, response) => {
      seen.push(request.headers.host, request.headers['proxy-authorization'])
      response.end('news')
    })
    const { port } = new URL(base)
    const proxy = await serveProxy()
    const proxyUrl = proxy.url.replace('//', '//desk:pa%40ss@')
    const fetcher = fetcherOf({ proxyUrl, allowLoopback: false, resolver: noDns })
    expect(await textOf(fetcher, `http://wire.example.org:${port}/`)).toBe('news')
    expect(proxy.asked).toEqual([`wire.example.org:${port}`])
    expect(proxy.plain).toBe(0)
    expect(proxy.headers[0]?.['proxy-authorization']).toBe(
      `Basic ${Buffer.from('desk:pa@ss').toString('base64')}`,
    )
    expect(seen).toEqual([`wire.example.org:${port}`, undefined])
  })

  test('https asks for a tunnel to the name', async () => {
    const base = await serve((_, response) => response.end())
    const { port } = new URL(base)
    const proxy = await serveProxy()
    const fetcher = fetcherOf({ proxyUrl: proxy.url, allowLoopback: false, resolver: noDns })
    const got = await fetcher.fetch(`https://wire.example.org:${port}/`, fetchOptions)
    expect(got).toMatchObject({ ok: false, problem: 'unreachable' })
    expect(proxy.asked[0]).toBe(`wire.example.org:${port}`)
  })

  test.each([...privateHosts, ...privateNames])('%s is refused before the proxy is asked', async (host) => {
    const proxy = await serveProxy()
    const fetcher = fetcherOf({ proxyUrl: proxy.url, allowLoopback: false, resolver: noDns })
    for (const scheme of ['http', 'https'])
      expect(await fetcher.fetch(`${scheme}://${host}/`, fetchOptions)).toMatchObject({
        ok: false,
        problem: 'refused-address',
      })
    expect([...proxy.asked, proxy.plain]).toEqual([0])
  })

  test.each([403, 407, 502])('a proxy that answers %i is a reason without its password', async (status) => {
    const proxy = await serveProxy(status)
    const proxyUrl = proxy.url.replace('//', '//desk:secret@')
    const got = await fetcherOf({ proxyUrl }).fetch('http://wire.example.org/', fetchOptions)
    expect(got).toMatchObject({ ok: false, problem: 'unreachable' })
    expect(got.ok ? '' : english(got.reason)).toContain(`the proxy of DAYWIRE_PROXY_URL answered ${status}`)
    expect(JSON.stringify(got)).not.toContain('secret')
  })

  test('one that is not there is a reason', async () => {
    const fetcher = fetcherOf({ proxyUrl: 'http://desk:secret@127.0.0.1:1' })
    const got = await fetcher.fetch('http://wire.example.org/', fetchOptions)
    expect(got).toMatchObject({ ok: false, problem: 'unreachable' })
    expect(JSON.stringify(got)).not.toContain('secret')
  })
})

test('a proxy that only the environment names is not asked', async () => {
  const proxy = await serveProxy()
  const before = { ...process.env }
  onTestFinished(() => {
    process.env = before
  })
  Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NODE_USE_ENV_PROXY: '1' })
  const base = await serve((_, response) => response.end('news'))
  expect(await textOf(fetcherOf(), `http://wire.example.org:${new URL(base).port}/`)).toBe('news')
  expect([...proxy.asked, proxy.plain]).toEqual([0])
})
