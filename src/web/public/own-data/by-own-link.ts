import type { FastifyReply, FastifyRequest } from 'fastify'
import { openOwnLink, type OpenedOwnLink } from '../../../services/subscribers/own-data/own-link.ts'
import { clientKey } from '../../kit/limits/proxies.ts'
import { tooMany } from '../../kit/errors.ts'
import { markPrivate } from '../../kit/views/links.ts'
import type { PagesIn } from '../../kit/views/views.ts'
import type { WebContext } from '../../web-context.ts'

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

/** A one-time link, with the pages in the language of its digest. */
export type OwnLinkOpened = OpenedOwnLink & { pages: PagesIn }

/** A handler for a page that a one-time link leads to: one to a reader's data, or one that confirms an address. */
export function byOwnLink<Answer>(
  site: WebContext,
  kind: 'data' | 'address',
  handle: (link: OwnLinkOpened, request: LinkRequest, reply: FastifyReply) => Promise<Answer>,
): (request: LinkRequest, reply: FastifyReply) => Promise<Answer | string> {
  return async (request, reply) => {
    markPrivate(reply)
    const link = await openOwnLink(site.context, request.params.token)
    if (link && (link.address === null) === (kind === 'data'))
      return handle({ ...link, pages: site.pages.in(link.digest.language) }, request, reply)
    const seconds = site.rates.forged.take(clientKey(request.ip))
    if (seconds === 0) return linkEnded(site, reply)
    site.refusals.count('forged')
    return tooMany(site, reply, seconds)
  }
}

/** An invalid link cannot be distinguished from one that was used: links are known only by their hash. */
export function linkEnded(site: WebContext, reply: FastifyReply, link?: OwnLinkOpened): string {
  void reply.code(410)
  return said(
    link ?? { pages: site.pages.in(site.newsroom.language()) },
    'ownLinkEndedTitle',
    'ownLinkEndedText',
  )
}

/** A page with one message, about the digest of a link. */
export function said(
  { pages, digest }: Pick<OwnLinkOpened, 'pages'> & Partial<Pick<OwnLinkOpened, 'digest'>>,
  titleKey: string,
  textKey: string,
): string {
  const title = pages.say(titleKey)
  const text = pages.say(textKey)
  return pages.render('message', title, { title, text, ...(digest && { newsroom: digest.name }) })
}
