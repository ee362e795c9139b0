import type { FastifyReply } from 'fastify'
import type { WebContext } from '../../web-context.ts'

/** Names the one address of a page that answers at several, with a slash at its end or another host (RFC 6596). */
export function canonical({ context }: WebContext, reply: FastifyReply, path: string): FastifyReply {
  return reply.header('link', `<${context.settings.publicUrl}${encodeURI(path)}>; rel="canonical"`)
}
