import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'

/** Safe methods, which change nothing (RFC 9110 §9.2.1). */
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses requests that pages of other sites make a browser send with the person's cookie (cross-site request forgery). Every current
 * browser names the origin of a request in Sec-Fetch-Site (W3C Fetch Metadata) or Origin (RFC 6454 §7); programs that send neither have
 * nobody's cookie.
 */
export function refuseOtherSites(scope: FastifyInstance, origin: string): void {
  scope.addHook('onRequest', async (request) => {
    if (!safeMethods.has(request.method) && isFromElsewhere(request, origin))
      throw new AppError('not-permitted', said('other-site'))
  })
}

function isFromElsewhere({ headers }: FastifyRequest, origin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return headers.origin !== undefined && headers.origin !== origin
}
