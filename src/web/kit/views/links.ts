import type { FastifyReply, FastifyRequest } from 'fastify'
import { subscribePath } from '../../../core/links.ts'
import { openLink } from '../../../services/subscribers/leaving/unsubscribe.ts'
import type { WebContext } from '../../web-context.ts'
import { notFound, tooMany } from '../errors.ts'
import { clientKey } from '../limits/proxies.ts'
import type { PagesIn } from './views.ts'

/** The subscription and digest of a link in an e-mail, with its token. */
export type OpenedLink = NonNullable<Awaited<ReturnType<typeof openLink>>> & {
  token: string
  /** In the language of the digest. */
  pages: PagesIn
}

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

/** A handler for a page that a link in an e-mail leads to. An invalid link is answered here. */
export function byLink<Answer>(
  site: WebContext,
  handle: (link: OpenedLink, request: LinkRequest, reply: FastifyReply) => Promise<Answer>,
  answerOld: (link: OpenedLink, request: LinkRequest, reply: FastifyReply) => string = (link, _, reply) =>
    oldLink(site, link, reply),
): (request: LinkRequest, reply: FastifyReply) => Promise<Answer | string> {
  return async (request, reply) => {
    const { token } = request.params
    const opened = await openLink(site.context, token)
    if (opened) {
      markPrivate(reply)
      const link = { ...opened, token, pages: site.pages.in(opened.digest.language) }
      return opened.isOld ? answerOld(link, request, reply) : handle(link, request, reply)
    }
    return request.method === 'POST' ? refuseForged(site, request, reply) : notFound(site, reply)
  }
}

/** A link sent to a former address is no longer valid, like one that was used (410): whoever finds it there learns nothing more. */
export function oldLink(site: WebContext, { pages, digest }: OpenedLink, reply: FastifyReply): string {
  const title = pages.say('oldLinkTitle')
  void reply.code(410)
  return pages.render('old-link', title, {
    title,
    newsroom: digest.name,
    digest: digest.name,
    subscribeUrl: site.path + subscribePath(digest.key),
  })
}

/** A page behind a token is only for its holder: no caching, no indexing. */
export function markPrivate(reply: FastifyReply): void {
  void reply
    .type('text/html; charset=utf-8')
    .headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
}

/**
 * Answers a POST with an invalid link. Only these are counted by client: the providers of many readers send their one-click unsubscribes
 * (RFC 8058) from few addresses, so a valid link is never refused because of its client.
 */
export function refuseForged(site: WebContext, request: FastifyRequest, reply: FastifyReply): string {
  const seconds = site.rates.forged.take(clientKey(request.ip))
  if (seconds === 0) return notFound(site, reply)
  site.refusals.count('forged')
  return tooMany(site, reply, seconds)
}

/** Counts a POST with a subscription's link; returns the response if there were too many, otherwise null. */
export function refuseRepeated(
  site: WebContext,
  { subscription, pages }: OpenedLink,
  reply: FastifyReply,
): string | null {
  const seconds = site.rates.repeated.take(String(subscription.id))
  if (seconds === 0) return null
  site.refusals.count('repeated')
  return tooMany(site, reply, seconds, pages)
}
