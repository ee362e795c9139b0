import type { FastifyInstance, FastifyReply } from 'fastify'
import { dayNames } from '../../../core/schedule.ts'
import { subscriberActor } from '../../../core/entities/actor.ts'
import { maskAddress } from '../../../core/addresses/address.ts'
import { pausePath, subscribePath, topicsPath, unsubscribePath } from '../../../core/links.ts'
import { mayUndo, undoUnsubscribe } from '../../../services/subscribers/leaving/undo-unsubscribe.ts'
import { hasOtherDigests, leave } from '../../../services/subscribers/leaving/leave.ts'
import { unsubscribe } from '../../../services/subscribers/leaving/unsubscribe.ts'
import { byLink, refuseRepeated, type OpenedLink } from '../../kit/views/links.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { acceptAnything, ownForm } from './one-click.ts'

type Params = { Params: { token: string } }

/** Leaving: GET shows from what, POST acts, and for 30 days one POST takes back what a POST here did. */
export async function registerUnsubscribe(web: FastifyInstance, site: WebContext): Promise<void> {
  web.get<Params>(
    '/u/:token',
    byLink(site, async (link, request) => show(site, link, noticeOf(site, link, request.query))),
  )

  await web.register(async (oneClick) => {
    acceptAnything(oneClick)
    oneClick.post<Params>(
      '/u/:token',
      byLink(site, async (link, request, reply) => leaveBy(site, link, ownForm(request.body), reply)),
    )
  })

  web.post<Params>(
    '/u/:token/undo',
    byLink(site, async (link, _, reply) => {
      const refused = refuseRepeated(site, link, reply)
      if (refused !== null) return refused
      const actor = subscriberActor(link.subscription)
      const outcome = await undoUnsubscribe(site.context, link.subscription, actor)
      if (outcome === 'refused') return reply.code(409).send(await show(site, link))
      return seeOther(reply, site.path + unsubscribePath(link.token), 'back')
    }),
  )
}

async function leaveBy(site: WebContext, link: OpenedLink, form: 'page' | 'all' | null, reply: FastifyReply) {
  const { subscription, token } = link
  // Who is subscribed can always leave; only asking again for what is done has a limit.
  const refused = subscription.status === 'active' ? null : refuseRepeated(site, link, reply)
  if (refused !== null) return refused
  const actor = subscriberActor(subscription)
  if (form !== null) {
    await leave(site.context, link, form === 'all', actor)
    return seeOther(reply, site.path + unsubscribePath(token), 'left')
  }
  await unsubscribe(site.context, subscription, actor, subscription.id)
  // RFC 8058 §3.1: a mail program's own button shows nobody a page, and follows no redirect.
  return reply.type('text/plain; charset=utf-8').send(site.pages.say('left'))
}

/** What a form that led here did, where that still holds. */
function noticeOf(site: WebContext, { subscription }: OpenedLink, query: unknown): string {
  const done = doneIn(query, ['left', 'back'])
  if (done === 'left' && subscription.status === 'unsubscribed') return site.pages.say('left')
  if (done === 'back' && subscription.status === 'active') return site.pages.say('cameBack')
  return ''
}

async function show(site: WebContext, link: OpenedLink, notice = ''): Promise<string> {
  const { digest, subscription, token } = link
  const title = site.pages.say('leaveTitle', { digest: digest.name })
  const action = site.path + unsubscribePath(token)
  return site.pages.render('unsubscribe', title, {
    title,
    notice,
    newsroom: digest.name,
    digest: digest.name,
    address: maskAddress(subscription.email),
    isActive: subscription.status === 'active',
    cameBack: subscription.status === 'active' && notice !== '',
    mayUndo: await mayUndo(site.context, subscription),
    action,
    undo: `${action}/undo`,
    topicsUrl: site.path + topicsPath(token),
    hasOthers: await hasOtherDigests(site.context, subscription),
    pause: site.path + pausePath(token),
    less: `${site.path}${topicsPath(token)}/less`,
    weekday: site.pages.say(dayNames[(digest.schedule.days[0] ?? 1) - 1] ?? 'mon'),
    subscribeUrl: site.path + subscribePath(digest.key),
  })
}
