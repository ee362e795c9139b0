import type { FastifyRequest } from 'fastify'
import type { AccountActor } from '../../core/entities/account.ts'

/** Who asks, on a route that is for accounts alone. */
export function actorOf({ account }: FastifyRequest): AccountActor {
  if (!account) throw new Error('a route for accounts was answered without one')
  return account.actor
}
