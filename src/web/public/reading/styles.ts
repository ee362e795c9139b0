import type { FastifyInstance } from 'fastify'
import { publicNewsroom } from '../../../services/archive/public-newsroom.ts'
import type { WebContext } from '../../web-context.ts'
import { topicsStyle, topicsStyleName } from './frame.ts'

const css = 'text/css; charset=utf-8'
const cacheForever = 'public, max-age=31536000, immutable'

/** The style sheets of the reading pages, named by their content: ours, and the colours of the newsroom's topics. */
export function registerReadingStyles(web: FastifyInstance, site: WebContext): void {
  const { name, text } = site.reading.style
  web.get(`/${name}`, async (_, reply) => reply.type(css).header('cache-control', cacheForever).send(text))
  web.get<{ Params: { hash: string } }>('/topics-:hash.css', async (request, reply) => {
    const { topics } = await publicNewsroom(site.context)
    // A page from before a change requests the old name, under which the current content must not be cached.
    const isCurrent = topicsStyleName(topics) === `topics-${request.params.hash}.css`
    return reply
      .type(css)
      .header('cache-control', isCurrent ? cacheForever : 'no-cache')
      .send(topicsStyle(topics))
  })
}
