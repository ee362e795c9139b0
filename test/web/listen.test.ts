import { networkInterfaces } from 'node:os'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openWeb, type Web } from '../../src/web/server.ts'
import { testPages, type TestPages } from './pages.ts'

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1')

describe('listening on a name', () => {
  let pages: TestPages
  let web: Web | null = null

  beforeEach(async () => {
    pages = await testPages()
  })
  afterEach(async () => {
    await web?.close()
    web = null
    await pages.close()
  })

  const open = async (addresses: string[] | Error, port = 0, limits = {}) => {
    const resolver = {
      ...pages.app.context.resolver,
      resolve: async () => (addresses instanceof Error ? Promise.reject(addresses) : addresses),
    }
    web = await openWeb({
      context: { ...pages.app.context, resolver },
      host: 'localhost',
      port,
      mailbox: null,
      limits,
      templatesDir: join(import.meta.dirname, '../../templates'),
      trustedProxies: [],
    })
    return web
  }
  const ask = (host: string, port: number) => fetch(`http://${host}:${port}/livez`)

  test('uses all its addresses that this machine has', async () => {
    const { port, url } = await open(['192.0.2.77', '127.0.0.1', '::1'])
    expect(url).toBe(`http://localhost:${port}`)
    const hosts = ['127.0.0.1', ...(hasIpv6 ? ['[::1]'] : [])]
    for (const host of hosts) expect((await ask(host, port)).status, host).toBe(200)
    await web?.close()
    web = null
    for (const host of hosts) await expect(ask(host, port), host).rejects.toThrow()
  })

  test('localhost is this machine, even if no name can be resolved', async () => {
    const { port } = await open(new Error('no such name'))
    expect((await ask('127.0.0.1', port)).status).toBe(200)
  })

  test.skipIf(!hasIpv6)('has one limit of connections for all of them', async () => {
    const { port } = await open(['127.0.0.1', '::1'], 0, { connections: 0 })
    for (const host of ['127.0.0.1', '[::1]']) expect((await ask(host, port)).status, host).toBe(503)
  })

  test('reports a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    await expect(open(['127.0.0.1', '::1'], port)).rejects.toMatchObject({ code: 'busy' })
    await expect(open(['192.0.2.77'], 0)).rejects.toMatchObject({ code: 'busy' })
    other.close()
  })
})
