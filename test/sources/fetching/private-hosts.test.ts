import type { Socket } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import type { buildConnector } from 'undici'
import { guardedConnector, RefusedHost } from '../../../src/sources/fetching/connector.ts'
import { fetcherOf, serveRaw, fetchOptions } from './fetcher-setting.ts'
import { brokenHosts, privateHosts, privateNames } from './private-hosts.ts'
import { serveProxy, type TestProxy } from './proxy-setting.ts'
import { serve } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const refused = { ok: false, problem: 'refused-address' }

describe('hosts that are not public', () => {
  const here = { connections: 0, port: 0 }
  beforeEach(async () => {
    here.connections = 0
    here.port = await serveRaw((socket) => {
      here.connections++
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    })
  })

  test.each([...privateHosts, ...privateNames, ...brokenHosts])(
    '%s is refused and not connected to',
    async (host) => {
      const asked: string[] = []
      const resolver = {
        async resolve(name: string) {
          asked.push(name)
          return ['127.0.0.1']
        },
      }
      const fetcher = fetcherOf({ allowLoopback: false, resolver })
      for (const address of [`http://${host}:${here.port}/`, `https://${host}:${here.port}/`])
        expect(await fetcher.fetch(address, fetchOptions)).toMatchObject(refused)
      expect(asked).toEqual([])
      expect(here.connections).toBe(0)
    },
  )

  test.each(['user:pass@wire.example.org', 'wire.example.org@127.0.0.1', '127.0.0.1\\@wire.example.org', '127.0.0.1#@wire.example.org'])(
    'http://%s is refused and not connected to',
    async (host) => {
      const address = `http://${host}:${here.port}/`
      expect(await fetcherOf({ allowLoopback: false }).fetch(address, fetchOptions)).toMatchObject(refused)
      expect(here.connections).toBe(0)
    },
  ) // prettier-ignore

  test.each([
    ['127.0.0.1'], ['10.0.0.7'], ['::1'], ['::ffff:192.168.1.1'], ['64:ff9b::7f00:1'], ['2002:7f00:1::'], ['fe80::1%lo'], ['0.0.0.0'], ['169.254.169.254'],
    ['93.184.215.14', '127.0.0.1'], ['127.0.0.1', '93.184.215.14'], ['2606:2800:21f:cb07::1', '93.184.215.14', 'fd00::1'], ['not an address'],
  ])('a name that leads to %s is refused and not connected to', async (...addresses) => {
    const fetcher = fetcherOf({ allowLoopback: false, resolver: { resolve: async () => addresses } })
    expect(await fetcher.fetch(`http://wire.example.org:${here.port}/`, fetchOptions)).toMatchObject(refused)
    expect(here.connections).toBe(0)
  }) // prettier-ignore

  test('loopback allowed allows nothing else', async () => {
    const loopback = new Set(privateHosts.slice(0, privateHosts.indexOf('[::127.0.0.1]')))
    for (const host of privateHosts.filter((host) => !loopback.has(host)))
      expect(await fetcherOf().fetch(`http://${host}:${here.port}/`, fetchOptions)).toMatchObject(refused)
    expect(here.connections).toBe(0)
  })
})

describe('redirects', () => {
  let proxy: TestProxy
  beforeEach(async () => {
    proxy = await serveProxy()
  })

  // Through a proxy the first address can be a public one, though all is on this machine.
  test.each([...privateHosts, ...privateNames, ...brokenHosts])('to %s are not followed', async (host) => {
    let asked = 0
    const base = await serve((_, response) => {
      asked++
      response.writeHead(302, { location: encodeURI(`http://${host}/`).replaceAll('%25', '%') }).end()
    })
    const fetcher = fetcherOf({ allowLoopback: false, proxyUrl: proxy.url })
    const start = `http://wire.example.org:${new URL(base).port}/`
    expect(await fetcher.fetch(start, fetchOptions)).toMatchObject(refused)
    expect([asked, proxy.asked.length]).toEqual([1, 1])
  })

  test('every one is looked at, the last too', async () => {
    const base = await serve(({ url }, response) => {
      const hop = Number(url?.slice(1))
      response.writeHead(307, { location: hop === 4 ? 'http://10.0.0.1/' : `/${hop + 1}` }).end()
    })
    const reading = await fetcherOf().fetch(`${base}/0`, fetchOptions)
    expect(inWords(reading)).toMatchObject({ ...refused, reason: expect.stringContaining('10.0.0.1') })
  })
})

describe('the connector', () => {
  const target = { hostname: 'wire.example.org', host: 'wire.example.org', protocol: 'http:', port: '80' }
  const connected = (connect: buildConnector.connector): Promise<Error | null> =>
    new Promise((resolve) => connect(target, (...[error]) => resolve(error)))
  const socketTo = (remoteAddress: string | undefined, destroyed: { count: number }) =>
    ({ remoteAddress, destroy: () => destroyed.count++ }) as unknown as Socket

  test('looks names up anew for each connection, so that one that changes is refused', async () => {
    const answers = [['93.184.215.14'], ['127.0.0.1']]
    const asked: string[] = []
    const connector = guardedConnector(
      { resolve: async () => answers.shift() ?? [] },
      false,
      (options, done) => {
        asked.push(options.hostname)
        done(null, socketTo(options.hostname, { count: 0 }))
      },
    )
    expect(await connected(connector)).toBeNull()
    expect(await connected(connector)).toBeInstanceOf(RefusedHost)
    expect(asked).toEqual(['93.184.215.14'])
  })

  test.each(['127.0.0.1', '::ffff:10.0.0.1', '169.254.169.254', undefined])(
    'lets go of a connection that ended at %s',
    async (peer) => {
      const destroyed = { count: 0 }
      const connector = guardedConnector({ resolve: async () => ['93.184.215.14'] }, false, (_, done) =>
        done(null, socketTo(peer, destroyed)),
      )
      expect(await connected(connector)).toBeInstanceOf(peer === undefined ? Error : RefusedHost)
      expect(destroyed.count).toBe(1)
    },
  )

  test('tries the next address where one does not answer, but not many', async () => {
    const asked: string[] = []
    const addresses = ['1', '2', '3', '4', '5', '6'].map((last) => `93.184.215.${last}`)
    const connector = guardedConnector({ resolve: async () => addresses }, false, ({ hostname }, done) => {
      asked.push(hostname)
      done(new Error('no answer'), null)
    })
    expect(await connected(connector)).toMatchObject({ message: 'no answer' })
    expect(asked).toEqual(addresses.slice(0, 4))
  })
})
