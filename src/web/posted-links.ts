import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Desk } from './desk.ts'
import { notFound, tooMany } from './faults.ts'
import { clientKey } from './proxies.ts'

/**
 * Answers a POST with a link that is not ours. Those alone are counted by client: the providers of many readers send
 * their one-click unsubscribes (RFC 8058) from few addresses, so a link that is ours is never refused for its address.
 */
export function refuseForged(desk: Desk, request: FastifyRequest, reply: FastifyReply): string {
  const seconds = desk.rates.forged.take(clientKey(request.ip))
  if (seconds === 0) return notFound(desk, reply)
  desk.refusals.count('forged')
  return tooMany(desk, reply, seconds)
}

/** Counts a POST with a subscription's link; gives the answer where there were too many, else null. */
export function refuseRepeated(desk: Desk, { id }: { id: number }, reply: FastifyReply): string | null {
  const seconds = desk.rates.repeated.take(String(id))
  if (seconds === 0) return null
  desk.refusals.count('repeated')
  return tooMany(desk, reply, seconds)
}
