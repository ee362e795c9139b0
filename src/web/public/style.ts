import type { FastifyInstance } from 'fastify'
import type { WebContext } from '../web-context.ts'

/** The style sheet of all pages, and the scripts of some, named by their content, so that they can be cached forever. */
export function registerStyle(web: FastifyInstance, { pages }: WebContext): void {
  web.get(`/${pages.style.name}`, async (_, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(pages.style.text),
  )
  for (const { name, text } of [pages.zone, pages.challenge, pages.challengeWorker])
    web.get(`/${name}`, async (_, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(text),
    )
}
