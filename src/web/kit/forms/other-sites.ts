import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'

/** Methods that change nothing (RFC 9110 §9.2.1). */
export const harmless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what pages of other sites make a browser send, where a cookie would speak for the person (cross-site request
 * forgery). Every current browser says where a request comes from, by Sec-Fetch-Site (W3C Fetch Metadata) or by Origin
 * (RFC 6454 §7); programs that say neither have no cookie of anybody's.
 */
export function refuseOtherSites(scope: FastifyInstance, origin: string): void {
  scope.addHook('onRequest', async (request) => {
    if (!harmless.has(request.method) && isFromElsewhere(request, origin))
      throw new AppError('not-permitted', said('other-site'))
  })
}

function isFromElsewhere({ headers }: FastifyRequest, origin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return headers.origin !== undefined && headers.origin !== origin
}
