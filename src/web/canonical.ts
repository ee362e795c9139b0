import type { FastifyReply } from 'fastify'
import type { Desk } from './desk.ts'

/** Names the one address of a page that answers at several, with a slash at its end or another host (RFC 6596). */
export function canonical({ house }: Desk, reply: FastifyReply, path: string): FastifyReply {
  return reply.header('link', `<${house.settings.publicUrl}${encodeURI(path)}>; rel="canonical"`)
}
