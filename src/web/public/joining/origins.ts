import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebContext } from '../../web-context.ts'

/**
 * Allows a page of the request's site to read the response (CORS, W3C Fetch §3.2); false for a site that the settings do not name. A server
 * of the newsroom's sends no origin.
 */
export function allowOrigin(
  { context: { settings } }: WebContext,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): boolean {
  void reply.headers({ vary: 'Origin', 'cache-control': 'no-store' })
  if (headers.origin === undefined) return true
  const known = [new URL(settings.publicUrl).origin, ...settings.signUps.origins]
  if (!known.includes(headers.origin)) return false
  void reply.headers({
    'access-control-allow-origin': headers.origin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
  })
  return true
}
