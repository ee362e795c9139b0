import type { FastifyInstance } from 'fastify'
import { showMedia } from '../../services/editions/viewing/stories/show-media.ts'
import type { WebContext } from '../web-context.ts'
import { notFound } from '../kit/errors.ts'

/** A picture: its name is its hash, so its content never changes. */
export function registerMedia(web: FastifyInstance, site: WebContext): void {
  web.get<{ Params: { hash: string } }>('/media/:hash', async (request, reply) => {
    const { hash } = request.params
    const file = await showMedia(site.context, hash)
    if (!file) return notFound(site, reply)
    void reply.header('etag', `"${hash}"`).header('cache-control', 'public, max-age=31536000, immutable')
    // A proxy that compresses weakens the tag and may send several (RFC 9110 §13.1.2).
    if (request.headers['if-none-match']?.includes(`"${hash}"`)) return reply.code(304).send()
    return reply.type(file.type).send(file.bytes)
  })
}
