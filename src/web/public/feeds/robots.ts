import type { FastifyInstance } from 'fastify'
import type { WebContext } from '../../web-context.ts'

/** Pages for one person, or infinitely many, which are useless to search engines. */
const never = ['search', 'u/', 't/', 'sign-in', 'account', 'desk', 'mailbox']
const whileClosed = ['editions/', 'stories/', 'media/']

/** What robots may crawl (RFC 9309). */
export function registerRobots(web: FastifyInstance, site: WebContext): void {
  const { publicUrl, isArchiveClosed } = site.context.settings
  const closed = isArchiveClosed ? [...never, ...whileClosed] : never
  const lines = [
    'User-agent: *',
    ...closed.map((below) => `Disallow: ${site.path}${below}`),
    ...(isArchiveClosed ? [] : ['', `Sitemap: ${publicUrl}sitemap.xml`]),
  ]
  web.get('/robots.txt', async (_, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(`${lines.join('\n')}\n`),
  )
}
