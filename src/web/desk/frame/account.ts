import type { FastifyInstance, FastifyRequest } from 'fastify'
import { actorText, type Actor, type Role } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { mayAnywhere, type Permission } from '../../../core/permissions.ts'
import type { WebContext } from '../../web-context.ts'

/** Who is signed in. */
export interface Account {
  actor: Actor
  name: string
  email: string
  signedInAt: Temporal.Instant
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where nobody is signed in. */
    account: Account | null
  }
}

/** Answers a route of the desk only for an account with the permission that the route names, for some digest at least. */
export function requireAccounts(desk: FastifyInstance, site: WebContext): void {
  desk.decorateRequest('account', null)
  desk.addHook('onRequest', async (request, reply) => {
    request.account = (await site.accountOf?.(request)) ?? null
    const { permission } = request.routeOptions.config
    if (permission === 'anyone' || permission === undefined) return
    void reply.header('cache-control', 'no-store')
    if (!request.account) throw new AppError('not-permitted', 'nobody is signed in')
    if (!mayAnywhere(request.account.actor, permission as Permission))
      throw new AppError('not-permitted', `${actorText(request.account.actor)} may not ${permission}`)
  })
}

/** Who is signed in. Throws `not-permitted` where nobody is. */
export function accountOf({ account }: FastifyRequest): Account {
  if (!account) throw new AppError('not-permitted', 'nobody is signed in')
  return account
}

const order: readonly Role[] = ['admin', 'chief-editor', 'editor', 'analyst']

/** The role of an account that may most. */
export function highestRole({ actor }: Account): Role | null {
  if (actor.kind !== 'account' && actor.kind !== 'api-key') return null
  return order.find((role) => actor.grants.some((grant) => grant.role === role)) ?? null
}
