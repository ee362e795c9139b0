import type { FastifyInstance, FastifyReply } from 'fastify'
import { subscriberActor } from '../../core/entities/actor.ts'
import { maskAddress } from '../../core/addresses/address.ts'
import { topicsPath, unsubscribePath } from '../../core/links.ts'
import { mayUndo, undoUnsubscribe } from '../../services/subscribers/undo-unsubscribe.ts'
import { openLink, unsubscribe } from '../../services/subscribers/unsubscribe.ts'
import type { WebContext } from '../web-context.ts'
import { notFound } from '../faults.ts'
import { refuseForged, refuseRepeated } from '../posted-links.ts'

type Opened = NonNullable<Awaited<ReturnType<typeof openLink>>>
type Params = { Params: { token: string } }

/** Leaving: GET shows from what, POST acts, and for 30 days one POST takes back what a POST here did. */
export function registerUnsubscribe(web: FastifyInstance, site: WebContext): void {
  const show = async (opened: Opened, token: string, reply: FastifyReply, notice = ''): Promise<string> => {
    privately(reply)
    const title = site.pages.say('leaveTitle', { digest: opened.digest.name })
    return site.pages.render('unsubscribe', title, {
      title,
      notice,
      newsroom: opened.digest.name,
      digest: opened.digest.name,
      address: maskAddress(opened.subscription.email),
      isActive: opened.subscription.status === 'active',
      mayUndo: await mayUndo(site.context, opened.subscription),
      action: site.context.settings.publicUrl + unsubscribePath(token),
      undo: `${site.context.settings.publicUrl}${unsubscribePath(token)}/undo`,
      topicsUrl: site.context.settings.publicUrl + topicsPath(token),
    })
  }

  web.get<Params>('/u/:token', async (request, reply) => {
    const opened = await openLink(site.context, request.params.token)
    return opened ? show(opened, request.params.token, reply) : notFound(site, reply)
  })

  web.post<Params>('/u/:token', async (request, reply) => {
    const { token } = request.params
    const opened = await openLink(site.context, token)
    if (!opened) return refuseForged(site, request, reply)
    // Who is subscribed can always leave; only asking again for what is done has a limit.
    const refused =
      opened.subscription.status === 'active' ? null : refuseRepeated(site, opened.subscription, reply)
    if (refused !== null) return refused
    const { subscription } = opened
    await unsubscribe(site.context, subscription, subscriberActor(subscription), subscription.id)
    if (isOneClick(request.body)) {
      privately(reply)
      return reply.type('text/plain; charset=utf-8').send(site.pages.say('left'))
    }
    const now = await openLink(site.context, token)
    return show(now ?? opened, token, reply, site.pages.say('left'))
  })

  web.post<Params>('/u/:token/undo', async (request, reply) => {
    const { token } = request.params
    const opened = await openLink(site.context, token)
    if (!opened) return refuseForged(site, request, reply)
    const refused = refuseRepeated(site, opened.subscription, reply)
    if (refused !== null) return refused
    const actor = subscriberActor(opened.subscription)
    const outcome = await undoUnsubscribe(site.context, opened.subscription, actor)
    if (outcome === 'refused') return show(opened, token, reply.code(409))
    const now = await openLink(site.context, token)
    return show(now ?? opened, token, reply, site.pages.say('cameBack'))
  })
}

/** A mail client's own button (RFC 8058 §3.1), which shows nobody a page. */
function isOneClick(body: unknown): boolean {
  const fields = (body ?? {}) as Record<string, unknown>
  if (fields['List-Unsubscribe'] === 'One-Click') return true
  const parts = fields['multipart']
  if (typeof parts !== 'string') return false
  const at = parts.search(/name="?List-Unsubscribe/)
  return at >= 0 && parts.includes('One-Click', at)
}

/** A page behind a token is for its holder alone: no cache, no index. */
export function privately(reply: FastifyReply): void {
  void reply
    .type('text/html; charset=utf-8')
    .headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
}
