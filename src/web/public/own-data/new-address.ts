import type { FastifyInstance } from 'fastify'
import { subscriberActor } from '../../../core/entities/actor.ts'
import { newAddressPath } from '../../../core/links.ts'
import { confirmAddress } from '../../../services/subscribers/own-data/change-address.ts'
import type { WebContext } from '../../web-context.ts'
import { byOwnLink, linkEnded, said } from './by-own-link.ts'

/** The link sent to a new address: GET shows what it is for, POST changes the address. */
export function registerNewAddress(web: FastifyInstance, site: WebContext): void {
  const { path } = site
  web.get(
    '/a/:token',
    byOwnLink(site, 'address', async ({ digest, address, pages }, { params }) => {
      const title = pages.say('newAddressTitle')
      return pages.render('new-address', title, {
        title,
        newsroom: digest.name,
        digest: digest.name,
        address,
        action: path + newAddressPath(params.token),
      })
    }),
  )

  web.post(
    '/a/:token',
    byOwnLink(site, 'address', async (link, _, reply) => {
      const wanted = { ...link, address: link.address ?? '' }
      const done = await confirmAddress(site.context, wanted, subscriberActor(link.subscription))
      if (done === 'used') return linkEnded(site, reply, link)
      if (done === 'done') return said(link, 'addressChangedTitle', 'addressChangedText')
      void reply.code(409)
      return said(link, 'addressTakenTitle', 'addressTakenText')
    }),
  )
}
