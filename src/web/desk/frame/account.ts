import type { FastifyRequest } from 'fastify'
import type { SignedIn } from '../../../core/entities/account.ts'
import type { Role } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'

/** Who asks for a page of the desk, where the scope has let nobody else in. */
export function accountOf({ account }: FastifyRequest): SignedIn {
  if (!account) throw new AppError('not-permitted', said('not-signed-in'))
  return account
}

const order: readonly Role[] = ['admin', 'chief-editor', 'editor', 'analyst']

/** The role of an account that may most. */
export function highestRole({ actor }: SignedIn): Role | null {
  return order.find((role) => actor.grants.some((grant) => grant.role === role)) ?? null
}
