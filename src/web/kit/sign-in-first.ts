import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebContext } from '../web-context.ts'
import { harmless } from './other-sites.ts'

export const signInPath = 'sign-in'

/** Whether a request brings a form, whose fields are kept for after the sign-in. */
export function mayCarry({ method, headers }: FastifyRequest): boolean {
  return !harmless.has(method) && /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')
}

/** Leads to the page to sign in, and from there back to what was asked for. */
export function askToSignIn(site: WebContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const next = harmless.has(request.method) ? `?next=${encodeURIComponent(request.url)}` : ''
  const address = `${site.path}${signInPath}${next}`
  // A part of a page must not become the page to sign in: htmx is told to leave the page.
  if (request.headers['hx-request'] !== undefined)
    return reply.code(401).header('hx-redirect', address).send()
  return reply.redirect(address, 303)
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
