import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { maskAddress } from '../../../core/addresses/address.ts'
import { subscriberActor } from '../../../core/entities/actor.ts'
import { confirmPath, subscribePath, topicsPath } from '../../../core/links.ts'
import { signLink } from '../../../core/token.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import {
  confirmSignUp,
  openConfirmation,
  type Confirmation,
} from '../../../services/subscribers/joining/confirm.ts'
import { notFound } from '../../kit/errors.ts'
import { seeOther } from '../../kit/redirect.ts'
import { markPrivate, refuseForged } from '../../kit/views/links.ts'
import type { WebContext } from '../../web-context.ts'

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

/** The link of a confirmation: GET shows what it is for, POST confirms, once. */
export function registerConfirm(web: FastifyInstance, site: WebContext): void {
  web.get('/c/:token', async (request: LinkRequest, reply) => {
    const found = await openConfirmation(site.context, request.params.token)
    if (!found) return notFound(site, reply)
    markPrivate(reply)
    return found.state === 'open' ? show(site, found, request.params.token) : ended(site, found, reply)
  })

  web.post('/c/:token', async (request: LinkRequest, reply) => {
    const found = await openConfirmation(site.context, request.params.token)
    if (!found) return refuseForged(site, request, reply)
    markPrivate(reply)
    if (found.state !== 'open') return ended(site, found, reply)
    const { subscription } = found
    const done = await confirmSignUp(site.context, found, request.ip, subscriberActor(subscription))
    if (done === 'used') return ended(site, { ...found, state: 'used' }, reply)
    if (done === 'refused') return refusedPage(site, found, reply)
    const token = signLink(site.context.linkKeys, subscription)
    return seeOther(reply, site.path + topicsPath(token), 'confirmed')
  })
}

async function show(site: WebContext, found: Confirmation, token: string): Promise<string> {
  const { digest, signUp, subscription } = found
  const topics = await listTopics(site.context, digest.language)
  const chosen = signUp.choices.topics.length > 0 ? signUp.choices.topics : digest.topics
  const pages = site.pages.in(digest.language)
  const title = pages.say('confirmTitle', { digest: digest.name })
  return pages.render('confirm', title, {
    title,
    newsroom: digest.name,
    digest: digest.name,
    address: maskAddress(subscription.email),
    topics: topics.filter(({ id }) => chosen.includes(id)).map(({ name }) => name),
    action: site.path + confirmPath(token),
  })
}

/** A link that was used or has expired is answered with 410 (RFC 9110 §15.5.11). */
function ended(site: WebContext, { state, digest, subscription }: Confirmation, reply: FastifyReply): string {
  void reply.code(410)
  const pages = site.pages.in(digest.language)
  const isActive = subscription.status === 'active'
  const title = pages.say(state === 'late' ? 'confirmLateTitle' : 'confirmUsedTitle')
  return pages.render('confirm-ended', title, {
    title,
    newsroom: digest.name,
    text: pages.say(state === 'late' ? 'confirmLateText' : 'confirmUsedText'),
    form: isActive ? '' : site.path + subscribePath(digest.key),
  })
}

function refusedPage(site: WebContext, { digest }: Confirmation, reply: FastifyReply): string {
  void reply.code(409)
  const pages = site.pages.in(digest.language)
  const title = pages.say('confirmRefusedTitle')
  return pages.render('message', title, {
    title,
    newsroom: digest.name,
    text: pages.say('confirmRefusedText'),
  })
}
