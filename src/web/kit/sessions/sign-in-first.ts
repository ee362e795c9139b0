import type { FastifyReply, FastifyRequest } from 'fastify'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { askForPasskey } from '../../../services/accounts/signing-in/sign-in-with-passkey.ts'
import type { WebContext } from '../../web-context.ts'
import { carry, hasSecret } from './carried.ts'
import { formTokenFor } from '../forms/form-token-for.ts'
import { canKeepSession } from './session-cookie.ts'
import { harmless } from '../forms/other-sites.ts'

const signInPath = 'sign-in'

/** What goes through all steps of a sign-in: where it leads to, and a form that was sent before it. */
export interface Flow {
  /** Empty: to the first page of those who are signed in. */
  next: string
  /** Sealed; empty where there was no form. */
  carried: string
}

/** Whether a request brings a form, whose fields are kept for after the sign-in. */
export function mayCarry({ method, headers }: FastifyRequest): boolean {
  return !harmless.has(method) && /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')
}

/**
 * Leads to the page to sign in, and from there back to what was asked for. What was typed into a form comes along, to be
 * shown again.
 */
export async function askToSignIn(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.routeOptions.config.isByPage) return reply.code(401).send()
  const isPart = request.headers['hx-request'] !== undefined
  if (mayCarry(request) && request.body !== undefined && !hasSecret(request)) {
    // In place of the part of a page that a script asked for comes the whole page.
    if (isPart) void reply.headers({ 'hx-retarget': 'body', 'hx-reswap': 'innerHTML' })
    const flow = { next: '', carried: carry(site, request) }
    const page = await signInPage(site, request, flow, { email: '', fault: '' })
    return reply.code(401).type('text/html; charset=utf-8').send(page)
  }
  // A form with a password in it is typed anew, on its page.
  const hasPage = harmless.has(request.method) || hasSecret(request)
  const next = hasPage ? `?next=${encodeURIComponent(request.url)}` : ''
  const address = `${site.path}${signInPath}${next}`
  // A part of a page must not become the page to sign in: htmx is told to leave the page.
  if (isPart) return reply.code(401).header('hx-redirect', address).send()
  return reply.redirect(address, 303)
}

/** The page to sign in; who is signed in already, but not freshly, is asked to show again that it is them. */
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
 * Where to go after the sign-in: a path of our own pages, or null for anything else. Whatever a browser could read as another
 * host, such as `//host` or `/\host`, is none.
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
