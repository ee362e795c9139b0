import type { FastifyRequest } from 'fastify'
import { isLoopbackHost } from '../../../core/addresses/loopback.ts'

/** Headers that a proxy adds to a request; the client behind it may be anywhere. */
const ofProxies = /^(x-forwarded|x-real-ip|x-client-ip|forwarded$|via$)/

/** Whether a request comes from this machine, to a name of this machine, and not through a proxy as far as can be detected. */
export function isLocal({ raw, socket, headers }: FastifyRequest): boolean {
  // No browser uses HTTP/1.0; nginx does by default for the server behind it.
  if (raw.httpVersion === '1.0' || Object.keys(headers).some((name) => ofProxies.test(name))) return false
  // A page of another site whose name was pointed at this machine sends that name (DNS rebinding).
  const name = (headers.host ?? '').replace(/:\d+$/, '')
  return isLoopbackHost(socket.remoteAddress ?? '') && isLoopbackHost(name)
}
