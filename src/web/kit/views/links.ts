import type { FastifyReply, FastifyRequest } from 'fastify'
import { subscribePath } from '../../../core/links.ts'
import { openLink } from '../../../services/subscribers/leaving/unsubscribe.ts'
import type { WebContext } from '../../web-context.ts'
import { notFound, tooMany } from '../errors.ts'
import { clientKey } from '../limits/proxies.ts'
import type { PagesIn } from './views.ts'

/** The subscription and digest of a mail's link, with its token. */
export type OpenedLink = NonNullable<Awaited<ReturnType<typeof openLink>>> & {
  token: string
  /** In the language of the digest. */
  pages: PagesIn
}

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

/** A handler of a page that a mail's link leads to. The link is opened once; one that is not ours is answered here. */
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
      privately(reply)
      const link = { ...opened, token, pages: site.pages.in(opened.digest.language) }
      return opened.isOld ? answerOld(link, request, reply) : handle(link, request, reply)
    }
    return request.method === 'POST' ? refuseForged(site, request, reply) : notFound(site, reply)
  }
}

/** A link of an earlier address works no more, like one that was used (410): whoever finds it there learns no more than that. */
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

/** A page behind a token is for its holder alone: no cache, no index. */
export function privately(reply: FastifyReply): void {
  void reply
    .type('text/html; charset=utf-8')
    .headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
}

/**
 * Answers a POST with a link that is not ours. Those alone are counted by client: the providers of many readers send
 * their one-click unsubscribes (RFC 8058) from few addresses, so a link that is ours is never refused for its address.
 */
export function refuseForged(site: WebContext, request: FastifyRequest, reply: FastifyReply): string {
  const seconds = site.rates.forged.take(clientKey(request.ip))
  if (seconds === 0) return notFound(site, reply)
  site.refusals.count('forged')
  return tooMany(site, reply, seconds)
}

/** Counts a POST with a subscription's link; gives the answer where there were too many, else null. */
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
