import type { FastifyInstance } from 'fastify'
import { editionPath } from '../../core/links.ts'
import { findPublicEdition, webEdition } from '../../services/editions/viewing/web-edition.ts'
import { canonical } from '../canonical.ts'
import type { WebContext } from '../web-context.ts'
import { notFound } from '../faults.ts'
import { editionPolicy } from '../protection.ts'

/** An edition's public web version, as long as the newsroom stands. */
export function registerEdition(web: FastifyInstance, site: WebContext): void {
  web.get<{ Params: { key: string; name: string } }>('/editions/:key/:name', async (request, reply) => {
    const { key, name } = request.params
    const edition = /^[a-z0-9-]+$/.test(key) ? await findPublicEdition(site.context, key, name) : null
    const html = edition && (await webEdition(site.context, edition))
    if (!html) return notFound(site, reply)
    return canonical(site, reply, editionPath({ ...edition, key }))
      .type('text/html; charset=utf-8')
      .header('content-security-policy', editionPolicy)
      .header('cache-control', 'public, max-age=300')
      .send(html)
  })
}
