import type { FastifyRequest } from 'fastify'
import { isLoopbackHost } from '../../../core/addresses/loopback.ts'

/** What a proxy adds to a request, behind which anybody may stand. */
const ofProxies = /^(x-forwarded|x-real-ip|x-client-ip|forwarded$|via$)/

/** From this machine, by a name of this machine, and not handed on by a proxy as far as one can tell. */
export function isLocal({ raw, socket, headers }: FastifyRequest): boolean {
  // No browser speaks HTTP/1.0; nginx does with what is behind it, unless it is told otherwise.
  if (raw.httpVersion === '1.0' || Object.keys(headers).some((name) => ofProxies.test(name))) return false
  // A page elsewhere whose name was pointed at this machine comes with that name (DNS rebinding).
  const name = (headers.host ?? '').replace(/:\d+$/, '')
  return isLoopbackHost(socket.remoteAddress ?? '') && isLoopbackHost(name)
}
