import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebContext } from './web-context.ts'
import { notFound, tooMany } from './faults.ts'
import { clientKey } from './proxies.ts'

/**
 * Answers a POST with a link that is not ours. Those alone are counted by client: the providers of many readers send
 * their one-click unsubscribes (RFC 8058) from few addresses, so a link that is ours is never refused for its address.
 */
export function refuseForged(site: WebContext, request: FastifyRequest, reply: FastifyReply): string {
  const seconds = site.rates.forged.take(clientKey(request.ip))
  if (seconds === 0) return notFound(site, reply)
  site.refusals.count('forged')
  return tooMany(site, reply, seconds)
}

/** Counts a POST with a subscription's link; gives the answer where there were too many, else null. */
export function refuseRepeated(site: WebContext, { id }: { id: number }, reply: FastifyReply): string | null {
  const seconds = site.rates.repeated.take(String(id))
  if (seconds === 0) return null
  site.refusals.count('repeated')
  return tooMany(site, reply, seconds)
}
