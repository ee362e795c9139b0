import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLoopbackHost } from '../../../core/addresses/loopback.ts'
import type { WebContext } from '../../web-context.ts'

interface SessionCookie {
  name: string
  path: string
  secure: boolean
}

/**
 * A session's cookie, with the strictest prefix that browsers support for the URL (RFC 6265bis §4.1.3): no other path or host of the site
 * can set it. On this machine, without TLS, its name contains the port, because browsers do not separate cookies by port.
 */
export function sessionCookie(publicUrl: string): SessionCookie {
  const { protocol, pathname: path, port, hostname } = new URL(publicUrl)
  if (protocol === 'http:' && isLoopbackHost(hostname))
    return { name: `daywire-${port === '' ? '80' : port}`, path, secure: false }
  return { name: path === '/' ? '__Host-daywire' : '__Secure-daywire', path, secure: true }
}

/** Whether a browser stores the cookie: it is sent over TLS, or stays on this machine. */
export function canKeepSession(publicUrl: string): boolean {
  return new URL(publicUrl).protocol === 'https:' || !sessionCookie(publicUrl).secure
}

export function readSessionCookie({ context }: WebContext, { cookies }: FastifyRequest): string | null {
  return cookies[sessionCookie(context.settings.publicUrl).name] ?? null
}

/** Gives the browser a session's token, until the browser is closed; the store determines when the session ends. */
export function setSessionCookie({ context }: WebContext, reply: FastifyReply, token: string): void {
  const { name, path, secure } = sessionCookie(context.settings.publicUrl)
  void reply.setCookie(name, token, { path, secure, httpOnly: true, sameSite: 'lax' })
}

export function clearSessionCookie({ context }: WebContext, reply: FastifyReply): void {
  const { name, path, secure } = sessionCookie(context.settings.publicUrl)
  void reply.clearCookie(name, { path, secure, httpOnly: true, sameSite: 'lax' })
}
