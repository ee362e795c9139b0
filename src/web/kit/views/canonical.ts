import type { FastifyReply } from 'fastify'
import type { WebContext } from '../../web-context.ts'

/** Names the canonical URL of a page that is available at several, with a trailing slash or another host (RFC 6596). */
export function canonical({ context }: WebContext, reply: FastifyReply, path: string): FastifyReply {
  return reply.header('link', `<${context.settings.publicUrl}${encodeURI(path)}>; rel="canonical"`)
}
