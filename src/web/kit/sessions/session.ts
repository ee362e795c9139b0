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
import { safeMethods } from '../forms/other-sites.ts'
import { anyone, signedIn } from '../permissions.ts'
import { readSessionCookie } from './session-cookie.ts'
import { askToSignIn, mayCarry } from './sign-in-first.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The account that is signed in; null in scopes for readers, and while a sign-in is incomplete. */
    account: SignedIn | null
    /** The session with its token, also of an incomplete sign-in. */
    session: (FoundSession & { token: string }) | null
  }
  interface FastifyContextConfig {
    /** Only for those who signed in within the last ten minutes. */
    freshSignIn?: boolean
    /** Requested by a page's script, not by a person: does not extend the session, and does not redirect to the sign-in page. */
    isByPage?: boolean
    /** The route reads the body itself, and calls `requireFormToken` with the token that comes first in it. */
    isUpload?: boolean
  }
}

/**
 * Identifies the account of each request in a scope. A route is answered only for those who have its permission; for pages of one digest,
 * the service checks the permission for that digest, too. Forms need the token of their session.
 */
export async function identifyAccounts(scope: FastifyInstance, site: WebContext): Promise<void> {
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
    // A form is carried through the sign-in, once its body has been read.
    if (isAdmitted(site, request) || mayCarry(request)) return undefined
    return askToSignIn(site, request, reply)
  })
  scope.addHook('preHandler', async (request, reply) => guardRoute(site, request, reply))
}

async function guardRoute(site: WebContext, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (!isAdmitted(site, request)) return askToSignIn(site, request, reply)
  const { permission = anyone } = request.routeOptions.config
  if (permission !== anyone && permission !== signedIn && request.account)
    requireSomewhere(request.account.actor, permission as Permission)
  const { isUpload = false } = request.routeOptions.config
  if (!safeMethods.has(request.method) && !isUpload) requireFormToken(request, sentToken(request))
  return undefined
}

/** Requires that a form has the token of the session, if there is one. Throws `not-permitted`. */
export function requireFormToken({ session }: FastifyRequest, sent: unknown): void {
  if (session && !isFormToken(session.token, sent))
    throw new AppError('not-permitted', said('form-token-wrong'))
}

/** Whether the request may use the route, as far as signing in is concerned. */
function isAdmitted({ context }: WebContext, { routeOptions, account, is404 }: FastifyRequest): boolean {
  const { permission = anyone, freshSignIn = false } = routeOptions.config
  if (is404 || (permission === anyone && !freshSignIn)) return true
  return account !== null && (!freshSignIn || isFresh(context, account))
}

function sentToken({ body, headers }: FastifyRequest): unknown {
  return headers[formTokenHeader] ?? (body as Record<string, unknown> | null | undefined)?.[formTokenField]
}
