import type { FastifyInstance } from 'fastify'
import { openPreparedEditions } from '../../../services/editions/viewing/preview/prepared-editions.ts'
import { newestFor } from '../../../services/editions/viewing/preview/newest-for.ts'
import { notFound } from '../../kit/errors.ts'
import { editionPolicy } from '../../kit/policy.ts'
import { byLink } from '../../kit/views/links.ts'
import type { WebContext } from '../../web-context.ts'

/** The newest edition as composed for the choices of a link. */
export function registerOwnEdition(web: FastifyInstance, site: WebContext): void {
  const prepared = openPreparedEditions(site.context)
  web.get<{ Params: { token: string } }>(
    '/t/:token/edition',
    byLink(site, async ({ subscription, digest, pages }, _, reply) => {
      const made = await newestFor(site.context, prepared, digest, subscription.topics)
      if (!made) return notFound(site, reply, pages)
      void reply.header('content-security-policy', editionPolicy)
      return made.html()
    }),
  )
}
