import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { maskAddress } from '../../../core/addresses/address.ts'
import { subscriberActor } from '../../../core/entities/actor.ts'
import { ownDataPath, topicsPath } from '../../../core/links.ts'
import { askNewAddress } from '../../../services/subscribers/own-data/change-address.ts'
import { eraseSelf } from '../../../services/subscribers/own-data/erase-self.ts'
import { exportOwnData } from '../../../services/subscribers/own-data/export-data.ts'
import { sendOwnLink } from '../../../services/subscribers/own-data/own-link.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import { byLink, refuseRepeated } from '../../kit/views/links.ts'
import type { WebContext } from '../../web-context.ts'
import { byOwnLink, linkEnded, said, type OwnLinkOpened } from './by-own-link.ts'

const addressForm = z.object({ email: oneText })
const eraseForm = z.object({ sure: oneText })

/** What requires a fresh one-time link by e-mail: changing the address, all data as a file, erasure. */
export function registerOwnData(web: FastifyInstance, site: WebContext): void {
  web.post<{ Params: { token: string } }>(
    '/t/:token/own-link',
    byLink(site, async (link, _, reply) => {
      const refused = refuseRepeated(site, link, reply)
      if (refused !== null) return refused
      await sendOwnLink(site.context, link, subscriberActor(link.subscription))
      return seeOther(reply, site.path + topicsPath(link.token), 'linkSent')
    }),
  )

  web.get(
    '/me/:token',
    byOwnLink(site, 'data', async (link, request) => show(site, link, request.params.token, {})),
  )

  web.post(
    '/me/:token/data',
    byOwnLink(site, 'data', async (link, _, reply) => {
      const data = await exportOwnData(site.context, link, subscriberActor(link.subscription))
      if (data === null) return linkEnded(site, reply, link)
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="daywire-data.json"')
        .send(`${JSON.stringify(data, null, 2)}\n`)
    }),
  )

  web.post(
    '/me/:token/address',
    byOwnLink(site, 'data', async (link, request, reply) => changeAddress(site, link, request, reply)),
  )

  web.post(
    '/me/:token/delete',
    byOwnLink(site, 'data', async (link, request, reply) => {
      const { typed } = readForm(eraseForm, request.body)
      if ((typed.sure[0] ?? '') !== 'yes')
        return reply
          .code(422)
          .send(await show(site, link, request.params.token, { sure: link.pages.say('eraseNotSure') }))
      const isDone = await eraseSelf(site.context, link, subscriberActor(link.subscription))
      return isDone ? said(link, 'erasedTitle', 'erasedText') : linkEnded(site, reply, link)
    }),
  )
}

async function changeAddress(
  site: WebContext,
  link: OwnLinkOpened,
  request: FastifyRequest<{ Params: { token: string } }>,
  reply: FastifyReply,
): Promise<unknown> {
  const { typed } = readForm(addressForm, request.body)
  const email = typed.email[0] ?? ''
  const done = await askNewAddress(site.context, link, email, subscriberActor(link.subscription))
  if (done === 'used') return linkEnded(site, reply, link)
  if (done === 'asked') return said(link, 'addressAskedTitle', 'addressAskedText')
  const faults = { email: wholeSentence(link.digest.language, done) }
  return reply.code(422).send(await show(site, link, request.params.token, { ...faults, typed: email }))
}

async function show(
  { path }: WebContext,
  { subscription, digest, pages }: OwnLinkOpened,
  token: string,
  { email = '', sure = '', typed = '' }: { email?: string; sure?: string; typed?: string },
): Promise<string> {
  const title = pages.say('ownDataTitle')
  return pages.render('own-data', title, {
    title,
    newsroom: digest.name,
    address: maskAddress(subscription.email),
    action: path + ownDataPath(token),
    faults: { email, sure },
    typed,
  })
}
