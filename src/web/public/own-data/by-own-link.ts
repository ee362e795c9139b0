import type { FastifyReply, FastifyRequest } from 'fastify'
import { openOwnLink, type OpenedOwnLink } from '../../../services/subscribers/own-data/own-link.ts'
import { clientKey } from '../../kit/limits/proxies.ts'
import { tooMany } from '../../kit/errors.ts'
import { privately } from '../../kit/views/links.ts'
import type { WebContext } from '../../web-context.ts'

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

/** A handler of a page that a one-time link leads to, of those to the data or of those that confirm an address. */
export function byOwnLink<Answer>(
  site: WebContext,
  kind: 'data' | 'address',
  handle: (link: OpenedOwnLink, request: LinkRequest, reply: FastifyReply) => Promise<Answer>,
): (request: LinkRequest, reply: FastifyReply) => Promise<Answer | string> {
  return async (request, reply) => {
    privately(reply)
    const link = await openOwnLink(site.context, request.params.token)
    if (link && (link.address === null) === (kind === 'data')) return handle(link, request, reply)
    const seconds = site.rates.forged.take(clientKey(request.ip))
    if (seconds === 0) return linkEnded(site, reply)
    site.refusals.count('forged')
    return tooMany(site, reply, seconds)
  }
}

/** A link that is not ours cannot be told from one that was used: it is only known by its hash. */
export function linkEnded(site: WebContext, reply: FastifyReply): string {
  void reply.code(410)
  return said(site, 'ownLinkEndedTitle', 'ownLinkEndedText')
}

/** A page that says one thing. */
export function said({ pages }: WebContext, title: string, text: string): string {
  return pages.render('message', pages.say(title), { title: pages.say(title), text: pages.say(text) })
}
