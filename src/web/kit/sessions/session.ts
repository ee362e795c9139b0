import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SignedIn } from '../../../core/entities/account.ts'
import { AppError } from '../../../core/errors.ts'
import { requireSomewhere, type Permission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import {
  findSession,
  isFresh,
  signedInBy,
  type FoundSession,
} from '../../../services/accounts/sessions/find-session.ts'
import type { WebContext } from '../../web-context.ts'
import { formTokenField, formTokenHeader, isFormToken } from '../forms/form-token.ts'
import { harmless } from '../forms/other-sites.ts'
import { anyone, signedIn } from '../permissions.ts'
import { readSessionCookie } from './session-cookie.ts'
import { askToSignIn, mayCarry } from './sign-in-first.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, where they are signed in; null also in scopes for readers, and while a sign-in is under way. */
    account: SignedIn | null
    /** The session with its token, also of a sign-in that is under way. */
    session: (FoundSession & { token: string }) | null
  }
  interface FastifyContextConfig {
    /** Only for those who signed in within the last ten minutes. */
    freshSignIn?: boolean
    /** Asked for by a page itself, not by a person: keeps no session from ending, and leads nobody to the page to sign in. */
    isByPage?: boolean
    /** Its body is read by the route itself, which asks `requireFormToken` for the token that comes first in it. */
    isUpload?: boolean
  }
}

/**
 * Knows who asks for the pages of a scope, once a request. A route is answered only for those who have its permission; for
 * what is of one digest, its service asks again for that one. Forms need the token of their session.
 */
export async function knowAccounts(scope: FastifyInstance, site: WebContext): Promise<void> {
  await scope.register(cookie)
  scope.decorateRequest('account', null)
  scope.decorateRequest('session', null)
  scope.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
    const token = readSessionCookie(site, request)
    const { isByPage = false } = request.routeOptions.config
    const found = token === null ? null : await findSession(site.context, token, { isByPage })
    if (found && token !== null) {
      request.session = { ...found, token }
      request.account = signedInBy(found)
    }
    // What was typed is carried through the sign-in, once it was read.
    if (isLetIn(site, request) || mayCarry(request)) return undefined
    return askToSignIn(site, request, reply)
  })
  scope.addHook('preHandler', async (request, reply) => guardRoute(site, request, reply))
}

async function guardRoute(site: WebContext, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (!isLetIn(site, request)) return askToSignIn(site, request, reply)
  const { permission = anyone } = request.routeOptions.config
  if (permission !== anyone && permission !== signedIn && request.account)
    requireSomewhere(request.account.actor, permission as Permission)
  const { isUpload = false } = request.routeOptions.config
  if (!harmless.has(request.method) && !isUpload) requireFormToken(request, sentToken(request))
  return undefined
}

/** Lets a form be read only where its token is that of the session, as far as anybody is signed in. Throws `not-permitted`. */
export function requireFormToken({ session }: FastifyRequest, sent: unknown): void {
  if (session && !isFormToken(session.token, sent))
    throw new AppError('not-permitted', said('form-token-wrong'))
}

/** Whether the route is for whoever asks, as far as signing in goes. */
function isLetIn({ context }: WebContext, { routeOptions, account, is404 }: FastifyRequest): boolean {
  const { permission = anyone, freshSignIn = false } = routeOptions.config
  if (is404 || (permission === anyone && !freshSignIn)) return true
  return account !== null && (!freshSignIn || isFresh(context, account))
}

function sentToken({ body, headers }: FastifyRequest): unknown {
  return headers[formTokenHeader] ?? (body as Record<string, unknown> | null | undefined)?.[formTokenField]
}
