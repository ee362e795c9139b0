import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { openFetcher, type Fetcher } from '../../../src/sources/fetching/fetcher.ts'
import { defaultLimits, type Limits } from '../../../src/sources/limits.ts'
import { english } from '../../../src/core/said/sentence.ts'

type Settings = Omit<Parameters<typeof openFetcher>[0], 'limits'> & { limits: Partial<Limits> }

/** Every name leads to this machine, where tests have their servers. */
export const hereResolver = { resolve: async () => ['127.0.0.1'] }

/** The fetcher of one test: loopback allowed, every name on it, and a clock that stands still. */
export function fetcherOf(settings: Partial<Settings> = {}): Fetcher {
  const fetcher = openFetcher({
    resolver: hereResolver,
    clock: { now: () => Temporal.Instant.from('2026-11-20T12:00:00Z') },
    allowLoopback: true,
    proxyUrl: null,
    hostTurns: null,
    userAgent: 'Daywire/1.2.3 (+news@example.org)',
    ...settings,
    limits: { ...defaultLimits, ...settings.limits },
  })
  onTestFinished(() => fetcher.close())
  return fetcher
}

export const fetchOptions = { accept: '*/*', etag: null, lastModified: null, robots: false }
export const pageOptions = { ...fetchOptions, robots: true }

/** A server below HTTP on every address of this machine; gives its port. */
export async function serveRaw(onSocket: (socket: Socket) => void, host?: string): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** The text of what was fetched; the reason where nothing was. */
export async function textOf(fetcher: Fetcher, address: string, options = fetchOptions): Promise<string> {
  const got = await fetcher.fetch(address, options)
  if (!got.ok) return english(got.reason)
  return got.unchanged ? 'unchanged' : got.body.toString()
}
