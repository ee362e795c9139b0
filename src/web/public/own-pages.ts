import type { FastifyInstance } from 'fastify'
import { ownPageNames } from '../../core/entities/own-pages.ts'
import { showOwnPage } from '../../services/newsroom/own-pages/own-pages.ts'
import { notFound } from '../kit/errors.ts'
import { canonical } from '../kit/views/canonical.ts'
import type { WebContext } from '../web-context.ts'

/** The newsroom's privacy notice and imprint. */
export function registerOwnPages(web: FastifyInstance, site: WebContext): void {
  web.addHook('onRequest', async () => site.newsroom.refresh())
  for (const name of ownPageNames)
    web.get(`/${name}`, async (_, reply) => {
      const page = await showOwnPage(site.context, name)
      if (!page) return notFound(site, reply)
      const pages = site.pages.in(site.newsroom.language())
      void canonical(site, reply, name).type('text/html; charset=utf-8')
      const title = page.heading ?? pages.say(`page-${name}`)
      return pages.render('own-page', title, { title, article: page.html })
    })
}
