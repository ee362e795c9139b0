import type { FastifyReply, FastifyRequest } from 'fastify'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { askForPasskey } from '../../../services/accounts/signing-in/sign-in-with-passkey.ts'
import type { WebContext } from '../../web-context.ts'
import { carry, hasSecret } from './carried.ts'
import { formTokenFor } from '../forms/form-token-for.ts'
import { canKeepSession } from './session-cookie.ts'
import { safeMethods } from '../forms/other-sites.ts'

const signInPath = 'sign-in'

/** The state carried through all steps of a sign-in: the page to return to, and a form that was sent before. */
export interface Flow {
  /** If empty, the first page for people who are signed in. */
  next: string
  /** Sealed; empty if there was no form. */
  carried: string
}

/** Whether a request has a form, whose fields are carried through the sign-in. */
export function mayCarry({ method, headers }: FastifyRequest): boolean {
  return (
    !safeMethods.has(method) && /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')
  )
}

/** Redirects to the sign-in page, and from there back to the requested page. A form that was sent is carried along, to be shown again. */
export async function askToSignIn(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.routeOptions.config.isByPage) return reply.code(401).send()
  const isPart = request.headers['hx-request'] !== undefined
  if (mayCarry(request) && request.body !== undefined && !hasSecret(request)) {
    // The whole page replaces the part of a page that a script requested.
    if (isPart) void reply.headers({ 'hx-retarget': 'body', 'hx-reswap': 'innerHTML' })
    const flow = { next: '', carried: carry(site, request) }
    const page = await signInPage(site, request, flow, { email: '', fault: '' })
    return reply.code(401).type('text/html; charset=utf-8').send(page)
  }
  // A form with a password must be typed again, on its page.
  const hasPage = safeMethods.has(request.method) || hasSecret(request)
  const next = hasPage ? `?next=${encodeURIComponent(request.url)}` : ''
  const address = `${site.path}${signInPath}${next}`
  // The sign-in page must not replace only a part of a page: htmx is instructed to redirect.
  if (isPart) return reply.code(401).header('hx-redirect', address).send()
  return reply.redirect(address, 303)
}

/** The sign-in page; somebody whose sign-in is not recent is asked to prove again who they are. */
export async function signInPage(
  site: WebContext,
  request: FastifyRequest,
  flow: Flow,
  { email, fault }: { email: string; fault: string },
): Promise<string> {
  const { pages, context, path } = site
  const isAgain = request.account !== null
  const passkey = await askForPasskey(context)
  const title = pages.say(isAgain ? 'signInAgainTitle' : 'signInTitle')
  const newsroom = await findNewsroom(context)
  return pages.render('sign-in', title, {
    ...flow,
    title,
    newsroom: newsroom?.name ?? '',
    token: formTokenFor(site, request),
    isInsecure: !canKeepSession(context.settings.publicUrl),
    lead: flow.carried !== '' ? pages.say('signInCarried') : isAgain ? pages.say('signInAgain') : '',
    email: email || (request.account?.email ?? ''),
    fault,
    passkey: passkey ? JSON.stringify(passkey) : '',
    script: passkey ? `${path}${pages.passkeys.name}` : '',
  })
}

/**
 * Where to go after the sign-in: a path of our own pages, otherwise null. Anything that a browser could read as another host, such as
 * `//host` or `/\host`, is rejected.
 */
export function nextPath(site: WebContext, sent: unknown): string | null {
  if (typeof sent !== 'string' || sent.length > 2000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(sent))
    return null
  const { origin } = new URL(site.context.settings.publicUrl)
  const url = URL.parse(sent, origin)
  if (!url || url.origin !== origin || !url.pathname.startsWith(site.path)) return null
  if (url.pathname.startsWith(`${site.path}${signInPath}`)) return null
  return url.pathname + url.search
}
