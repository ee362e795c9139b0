import type { FastifyInstance } from 'fastify'
import { openWebEditions } from '../../services/editions/viewing/web-version/web-edition.ts'
import { isEditionOpen } from '../../services/archive/closed-archive.ts'
import { canonical } from '../kit/views/canonical.ts'
import type { WebContext } from '../web-context.ts'
import { notFound } from '../kit/errors.ts'
import { editionPolicy } from '../kit/policy.ts'

/** An edition's public web version, which stays available permanently. */
export function registerEdition(web: FastifyInstance, site: WebContext): void {
  const editions = openWebEditions(site.context)
  web.get<{ Params: { key: string; name: string } }>('/editions/:key/:name', async (request, reply) => {
    const page = await editions.page(request.params.key, request.params.name)
    if (!page || !(await isEditionOpen(site.context, page.path))) return notFound(site, reply)
    const tag = `"${page.tag}"`
    void canonical(site, reply, page.path)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', editionPolicy)
      // Cached by browsers and proxies, but revalidated each time: a withdrawn story must not stay there.
      .header('cache-control', 'public, no-cache')
      .header('etag', tag)
    if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send()
    return reply.send(page.html)
  })
}
