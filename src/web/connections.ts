import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { WebLimits } from './kit/limits/limits.ts'
import { clientKey, type IsProxy } from './kit/limits/proxies.ts'
import type { Refusals } from './kit/refusals.ts'

/** Milliseconds for a refused client to read the answer. */
const refusalMs = 2_000
/** The most clients that are being refused at a time; more are cut off without an answer. */
const mostRefused = 100

/** A short response written directly to the socket, where no page can be rendered. */
export function plainAnswer(status: string, text: string, headers: readonly string[] = []): string {
  const lines = [
    `HTTP/1.1 ${status}`,
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text) + 1}`,
    'Connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${text}\n`
}

const full = plainAnswer(
  '503 Service Unavailable',
  'There are too many connections. Try again in a minute.',
  ['Retry-After: 60'],
)

/**
 * Limits the connections of a server, in all and for each client; proxies, which have many clients, are only subject to the first limit. A
 * connection beyond a limit is answered with 503 before anything of it is read.
 */
export function limitConnections(
  server: Server,
  limits: Pick<WebLimits, 'connections' | 'connectionsEach'>,
  isProxy: IsProxy,
  refusals: Refusals,
): void {
  const serve = server.listeners('connection')
  const open = new Map<string, number>()
  let all = 0
  const refuse = refuser(refusals)
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const client = isProxy(socket.remoteAddress ?? '') ? null : clientKey(socket.remoteAddress)
    const own = client === null ? 0 : (open.get(client) ?? 0)
    if (all >= limits.connections) return refuse(socket, 'connections')
    if (client !== null && own >= limits.connectionsEach) return refuse(socket, 'connections-each')
    all += 1
    if (client !== null) open.set(client, own + 1)
    socket.once('close', () => {
      all -= 1
      if (client === null) return
      const left = (open.get(client) ?? 1) - 1
      if (left > 0) open.set(client, left)
      else open.delete(client)
    })
    for (const listener of serve) Reflect.apply(listener, server, [socket])
  })
}

function refuser(refusals: Refusals): (socket: Socket, refusal: 'connections' | 'connections-each') => void {
  let refusing = 0
  return (socket, refusal) => {
    refusals.count(refusal)
    socket.on('error', () => socket.destroy())
    if (refusing >= mostRefused) {
      socket.destroy()
      return
    }
    refusing += 1
    const timeout = setTimeout(() => socket.destroy(), refusalMs)
    socket.once('close', () => {
      refusing -= 1
      clearTimeout(timeout)
    })
    // What the client has sent must be read, otherwise a reset would discard the answer.
    socket.resume()
    socket.end(full)
  }
}
