import type { FastifyRequest } from 'fastify'
import type { SignedIn } from '../../../core/entities/account.ts'
import type { Role } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'

/** The account that requests a page of the desk; the scope admits nobody else. */
export function accountOf({ account }: FastifyRequest): SignedIn {
  if (!account) throw new AppError('not-permitted', said('not-signed-in'))
  return account
}

const order: readonly Role[] = ['admin', 'chief-editor', 'editor', 'analyst']

/** The account's role with the most permissions. */
export function highestRole({ actor }: SignedIn): Role | null {
  return order.find((role) => actor.grants.some((grant) => grant.role === role)) ?? null
}
