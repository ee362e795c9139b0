import type { FastifyRequest } from 'fastify'
import type { WebContext } from '../../web-context.ts'
import { formTokenOf } from './form-token.ts'

/** The token for the forms of a page; empty if nobody is signed in. Templates include it with the helper `formToken`. */
export function formTokenFor({ context }: WebContext, { session }: FastifyRequest): string {
  return session ? formTokenOf(context.random, session.token) : ''
}
