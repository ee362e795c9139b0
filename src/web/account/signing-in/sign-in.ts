import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { checkCode } from '../../../services/accounts/signing-in/check-code.ts'
import { signInWithPasskey } from '../../../services/accounts/signing-in/sign-in-with-passkey.ts'
import { signInWithPassword } from '../../../services/accounts/signing-in/sign-in-with-password.ts'
import { endOwnSession } from '../../../services/accounts/sessions/own-sessions.ts'
import { isFresh } from '../../../services/accounts/sessions/find-session.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { clearSessionCookie } from '../../kit/sessions/session-cookie.ts'
import { signInPage } from '../../kit/sessions/sign-in-first.ts'
import type { WebContext } from '../../web-context.ts'
import { clientOf, previousSession } from './client.ts'
import { faultText, firstPage, flowIn, continueWith, proceed } from './flow.ts'
import { stepPage } from './steps.ts'

const anyone = { permission: 'anyone' }
/** The body includes the sealed form that is carried through the sign-in. */
const bodyLimit = 256 * 1024

/** A text exactly as it was typed, including spaces: a password. */
export const rawText = z.array(z.string()).transform(([first = '']) => first)
const passwordForm = z.object({ email: oneText, password: rawText })

/** The sign-in page, and what it posts: a password, a passkey or a code. */
export function registerSignIn(web: FastifyInstance, site: WebContext): void {
  const { context } = site

  web.get('/sign-in', { config: anyone }, async (request, reply) => {
    const flow = flowIn(site, request.query)
    if (request.account && isFresh(context, request.account))
      return reply.redirect(flow.next || firstPage(site, request), 303)
    void reply.type('text/html; charset=utf-8')
    if (request.session?.step) return stepPage(site, request, request.session, flow)
    return signInPage(site, request, flow, { email: '', fault: '' })
  })

  web.post('/sign-in', { config: anyone, bodyLimit }, async (request, reply) => {
    const flow = flowIn(site, request.body)
    const { typed } = readForm(passwordForm, request.body)
    const [email = ''] = typed.email
    const [password = ''] = typed.password
    const result = await signInWithPassword(
      context,
      { email: email.trim(), password },
      previousSession(request),
      clientOf(request),
    )
    if (result.ok) return continueWith(site, request, reply, result.token, flow)
    const fault = faultText(site, result.code, result.seconds)
    void reply.code(result.code === 'sign-in-throttled' ? 429 : 422).type('text/html; charset=utf-8')
    return signInPage(site, request, flow, { email, fault })
  })

  web.post('/sign-in/passkey', { config: anyone, bodyLimit }, async (request, reply) => {
    const flow = flowIn(site, request.body)
    const { typed } = readForm(z.object({ credential: rawText }), request.body)
    const result = await signInWithPasskey(
      context,
      typed.credential[0] ?? '',
      previousSession(request),
      clientOf(request),
    )
    if (result.ok) return continueWith(site, request, reply, result.token, flow)
    const fault = faultText(site, result.code, result.seconds)
    void reply.code(422).type('text/html; charset=utf-8')
    if (request.session?.step) return stepPage(site, request, request.session, flow, { fault })
    return signInPage(site, request, flow, { email: '', fault })
  })

  web.post('/sign-in/code', { config: anyone, bodyLimit }, async (request, reply) => {
    const flow = flowIn(site, request.body)
    if (request.session?.step !== 'code') return reply.redirect(`${site.path}sign-in`, 303)
    const { typed } = readForm(z.object({ code: oneText }), request.body)
    const result = await checkCode(context, request.session, (typed.code[0] ?? '').trim(), clientOf(request))
    if (result.ok) return continueWith(site, request, reply, result.token, flow)
    const fault = faultText(site, result.code, result.seconds)
    void reply.code(422).type('text/html; charset=utf-8')
    return stepPage(site, request, request.session, flow, { fault })
  })

  // From an intermediate page, such as that of new recovery codes.
  web.post('/sign-in/continue', { config: anyone, bodyLimit }, async (request, reply) =>
    proceed(site, request, reply, flowIn(site, request.body)),
  )

  web.post('/sign-out', { config: anyone }, async (request, reply) => {
    if (request.session) await endOwnSession(context, request.session, request.session.session.id)
    clearSessionCookie(site, reply)
    return reply.redirect(`${site.path}sign-in`, 303)
  })

  web.get(`/${site.pages.passkeys.name}`, { config: anyone }, async (_, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(site.pages.passkeys.text),
  )
}
