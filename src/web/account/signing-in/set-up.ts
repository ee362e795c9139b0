import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addPasskey } from '../../../services/accounts/credentials/passkeys.ts'
import { setPassword } from '../../../services/accounts/credentials/set-password.ts'
import { setUpTotp } from '../../../services/accounts/credentials/set-up-totp.ts'
import { findLink, useLink } from '../../../services/accounts/signing-in/use-link.ts'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { isLocal } from '../../kit/views/local.ts'
import type { WebContext } from '../../web-context.ts'
import { clientOf } from './client.ts'
import { faultText, flowIn, continueWith } from './flow.ts'
import { passwordFaultText } from './password-fault.ts'
import { recoveryCodesPage } from './recovery-codes.ts'
import { rawText } from './sign-in.ts'
import { stepPage } from './steps.ts'

const config = { permission: 'anyone' }
const bodyLimit = 256 * 1024
type Params = { Params: { token: string } }

/** A one-time link, and the steps that follow: a password or a passkey, then a second factor. */
export function registerSetUp(web: FastifyInstance, site: WebContext): void {
  const { context } = site

  web.get<Params>('/sign-in/link/:token', { config }, async (request, reply) => {
    const found = await findLink(context, request.params.token, isLocal(request))
    void reply.type('text/html; charset=utf-8')
    if (!found) return linkRefused(site, reply)
    return linkPage(site, request, found.account)
  })

  web.post<Params>('/sign-in/link/:token', { config }, async (request, reply) => {
    const used = await useLink(context, request.params.token, isLocal(request), clientOf(request))
    if (used.ok) return continueWith(site, request, reply, used.token, flowIn(site, {}))
    return reply.type('text/html; charset=utf-8').send(await linkRefused(site, reply))
  })

  web.post('/sign-in/password', { config, bodyLimit }, async (request, reply) => {
    const flow = flowIn(site, request.body)
    if (request.session?.step !== 'credential') return reply.redirect(`${site.path}sign-in`, 303)
    const { typed } = readForm(z.object({ password: rawText }), request.body)
    const set = await setPassword(context, request.session, typed.password[0] ?? '', clientOf(request))
    if (set.ok) return continueWith(site, request, reply, set.token, flow)
    void reply.code(422).type('text/html; charset=utf-8')
    return stepPage(site, request, request.session, flow, { fault: passwordFaultText(site, set.code) })
  })

  web.post('/sign-in/new-passkey', { config, bodyLimit }, async (request, reply) => {
    const flow = flowIn(site, request.body)
    if (request.session?.step !== 'credential') return reply.redirect(`${site.path}sign-in`, 303)
    const { typed } = readForm(z.object({ credential: rawText, name: oneText }), request.body)
    const made = { response: typed.credential[0] ?? '', name: typed.name[0] ?? '' }
    const added = await addPasskey(context, request.session, made, clientOf(request))
    if (added.ok) return continueWith(site, request, reply, added.token, flow)
    void reply.code(422).type('text/html; charset=utf-8')
    return stepPage(site, request, request.session, flow, { fault: faultText(site, added.code) })
  })

  web.post('/sign-in/factor', { config, bodyLimit }, async (request, reply) => {
    const flow = flowIn(site, request.body)
    if (request.session?.step !== 'factor') return reply.redirect(`${site.path}sign-in`, 303)
    const { typed } = readForm(z.object({ sealed: oneText, code: oneText }), request.body)
    const given = { sealed: typed.sealed[0] ?? '', code: typed.code[0] ?? '' }
    const set = await setUpTotp(context, request.session, given, clientOf(request))
    void reply.type('text/html; charset=utf-8')
    if (set.ok) return recoveryCodesPage(site, request, reply, set, flow)
    void reply.code(422)
    return stepPage(site, request, request.session, flow, {
      fault: faultText(site, set.code),
      sealed: given.sealed,
    })
  })
}

async function linkPage(
  site: WebContext,
  request: FastifyRequest,
  { name, email }: { name: string; email: string },
): Promise<string> {
  const title = site.pages.say('linkTitle', { name })
  const newsroom = (await findNewsroom(site.context))?.name ?? ''
  return site.pages.render('link', title, {
    title,
    newsroom,
    email,
    token: formTokenFor(site, request),
    action: request.url,
  })
}

/** The same page for every invalid link, whatever the reason. */
async function linkRefused({ pages, context }: WebContext, reply: FastifyReply): Promise<string> {
  void reply.code(404)
  const title = pages.say('linkRefusedTitle')
  const newsroom = (await findNewsroom(context))?.name ?? ''
  return pages.render('message', title, { title, newsroom, text: pages.say('linkRefused') })
}
