import type { FastifyInstance, FastifyReply } from 'fastify'
import { dayNames } from '../../../core/schedule.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { subscriberActor } from '../../../core/entities/actor.ts'
import { maskAddress } from '../../../core/addresses/address.ts'
import { pausePath, subscribePath, topicsPath, unsubscribePath } from '../../../core/links.ts'
import { listDigests } from '../../../services/newsroom/list-digests.ts'
import { undoable, undoUnsubscribe } from '../../../services/subscribers/leaving/undo-unsubscribe.ts'
import { hasOtherDigests, leave, namesOf } from '../../../services/subscribers/leaving/leave.ts'
import { unsubscribe } from '../../../services/subscribers/leaving/unsubscribe.ts'
import { byLink, oldLink, refuseRepeated, type OpenedLink } from '../../kit/views/links.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { restoredIn, sealRestored } from './restored-digests.ts'
import { acceptAnything, ownForm } from './one-click.ts'

type Params = { Params: { token: string } }

/** Unsubscribing: GET shows from what, POST acts, and for 30 days another POST undoes what a POST here did. */
export async function registerUnsubscribe(web: FastifyInstance, site: WebContext): Promise<void> {
  web.get<Params>(
    '/u/:token',
    byLink(site, async (link, request) => show(site, link, request.query)),
  )

  await web.register(async (oneClick) => {
    acceptAnything(oneClick)
    oneClick.post<Params>(
      '/u/:token',
      byLink(
        site,
        async (link, request, reply) => unsubscribeBy(site, link, ownForm(request.body), reply),
        (link, request, reply) =>
          ownForm(request.body) === null ? answerFormerAddress(link, reply) : oldLink(site, link, reply),
      ),
    )
  })

  web.post<Params>(
    '/u/:token/undo',
    byLink(site, async (link, _, reply) => {
      const refused = refuseRepeated(site, link, reply)
      if (refused !== null) return refused
      const actor = subscriberActor(link.subscription)
      const { outcome, back } = await undoUnsubscribe(site.context, link.subscription, actor)
      if (outcome === 'refused') return reply.code(409).send(await show(site, link))
      const path = site.path + unsubscribePath(link.token)
      const several = back.length > 1 ? `?with=${sealRestored(site, link.subscription.id, back)}` : ''
      return seeOther(reply, path + several, 'back')
    }),
  )
}

/** For a mail program's button in the mailbox of a former address: the program needs no more than that. */
function answerFormerAddress({ pages }: OpenedLink, reply: FastifyReply): string {
  void reply.type('text/plain; charset=utf-8')
  return pages.say('oldLinkTitle')
}

async function unsubscribeBy(
  site: WebContext,
  link: OpenedLink,
  form: 'page' | 'all' | null,
  reply: FastifyReply,
) {
  const { subscription, token } = link
  // Subscribers can always unsubscribe; only repeated requests are limited.
  const refused = subscription.status === 'active' ? null : refuseRepeated(site, link, reply)
  if (refused !== null) return refused
  const actor = subscriberActor(subscription)
  if (form !== null) {
    await leave(site.context, link, form === 'all', actor)
    return seeOther(reply, site.path + unsubscribePath(token), 'left')
  }
  await unsubscribe(site.context, subscription, actor, subscription.id)
  // RFC 8058 §3.1: a mail program's own button shows nobody a page, and follows no redirect.
  return reply.type('text/plain; charset=utf-8').send(link.pages.say('left'))
}

/** What the form that redirected here did, if that is still the state. */
async function doneBy(site: WebContext, { subscription, digest, pages }: OpenedLink, query: unknown) {
  const done = doneIn(query, ['left', 'back'])
  if (done === 'left' && subscription.status === 'unsubscribed')
    return { title: pages.say('leftTitle', { digest: digest.name }), notice: '' }
  if (done !== 'back' || subscription.status !== 'active') return null
  const ids = restoredIn(site, subscription.id, query)
  const digests = (await listDigests(site.context)).filter(({ id }) => ids.includes(id))
  return {
    title: pages.say('backTitle', { digest: digest.name }),
    notice:
      digests.length > 1
        ? pages.say('cameBackAll', {
            digests: pages.list(digests.map(({ name }) => name)),
          })
        : pages.say('cameBack'),
  }
}

/** Whether the subscription ended by a link, or in another way. */
const goneTitle = ({ endedLink }: Subscription) => (endedLink === null ? 'goneTitle' : 'leftTitle')

async function show(site: WebContext, link: OpenedLink, query: unknown = {}): Promise<string> {
  const { digest, subscription, token, pages } = link
  const isActive = subscription.status === 'active'
  const done = await doneBy(site, link, query)
  const titleKey = isActive ? 'leaveTitle' : goneTitle(subscription)
  const title = done?.title ?? pages.say(titleKey, { digest: digest.name })
  const action = site.path + unsubscribePath(token)
  const back = isActive ? [] : await undoable(site.context, subscription)
  const names = await namesOf(site.context, back)
  return pages.render('unsubscribe', title, {
    title,
    notice: done?.notice ?? '',
    newsroom: digest.name,
    digest: digest.name,
    address: maskAddress(subscription.email),
    isActive,
    cameBack: isActive && done !== null,
    mayUndo: back.length > 0,
    several: names.length > 1 ? pages.list(names) : '',
    action,
    undo: `${action}/undo`,
    topicsUrl: site.path + topicsPath(token),
    hasOthers: await hasOtherDigests(site.context, subscription),
    pause: site.path + pausePath(token),
    less: `${site.path}${topicsPath(token)}/less`,
    weekday: pages.say(dayNames[(digest.schedule.days[0] ?? 1) - 1] ?? 'mon'),
    subscribeUrl: site.path + subscribePath(digest.key),
  })
}
