import type { FastifyRequest } from 'fastify'
import type { AccountActor } from '../../core/entities/account.ts'

/** The account that sends a request, on a route that requires one. */
export function actorOf({ account }: FastifyRequest): AccountActor {
  if (!account) throw new Error('a route for accounts was answered without one')
  return account.actor
}
