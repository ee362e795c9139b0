import type { FastifyReply, FastifyRequest } from 'fastify'
import { maySomewhere } from '../../../core/permissions.ts'
import type { SignInFault } from '../../../services/accounts/signing-in/enter.ts'
import { findSession, signedInBy } from '../../../services/accounts/sessions/find-session.ts'
import { carriedIn } from '../../kit/sessions/carried.ts'
import { setSessionCookie } from '../../kit/sessions/session-cookie.ts'
import { nextPath, type Flow } from '../../kit/sessions/sign-in-first.ts'
import type { WebContext } from '../../web-context.ts'
import { resumePage } from './resume.ts'
import { stepPage } from './steps.ts'

/** The page after signing in if no other was requested. */
export function firstPage({ path }: WebContext, { account }: FastifyRequest): string {
  const seesDesk = account !== null && maySomewhere(account.actor, 'view-desk')
  return path + (seesDesk ? 'desk' : 'account')
}

/** The state of a sign-in's flow, from a form or a query. */
export function flowIn(site: WebContext, sent: unknown): Flow {
  const { next, carried } = (sent ?? {}) as Record<string, unknown>
  return {
    next: nextPath(site, next) ?? '',
    carried: typeof carried === 'string' && carriedIn(site, carried) ? carried : '',
  }
}

/** Gives the browser the token of its new session, and handles the rest of the request with it. */
export async function adoptSession(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): Promise<void> {
  const found = await findSession(site.context, token)
  setSessionCookie(site, reply, token)
  request.session = found && { ...found, token }
  request.account = found && signedInBy(found)
}

/** Continues with the token of a new session. */
export async function continueWith(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  flow: Flow,
): Promise<FastifyReply> {
  await adoptSession(site, request, reply, token)
  return proceed(site, request, reply, flow)
}

/** Continues with the next step, with the form carried from before, or with the page that was requested. */
export async function proceed(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  flow: Flow,
): Promise<FastifyReply> {
  void reply.type('text/html; charset=utf-8')
  if (!request.session) return reply.redirect(`${site.path}sign-in`, 303)
  if (request.session.step) return reply.send(await stepPage(site, request, request.session, flow))
  const carried = carriedIn(site, flow.carried)
  if (carried && (carried.account === null || carried.account === request.session.account.id))
    return reply.send(await resumePage(site, request, carried))
  return reply.redirect(flow.next || firstPage(site, request), 303)
}

/** The text for a refused sign-in; the wait is in whole minutes. */
export function faultText({ pages }: WebContext, code: SignInFault, seconds = 0): string {
  if (code === 'sign-in-throttled')
    return pages.say('signInThrottled', { minutes: Math.max(1, Math.ceil(seconds / 60)) })
  return pages.say(faultWords[code])
}

const faultWords = {
  'sign-in-refused': 'signInRefused',
  'code-refused': 'codeRefused',
  'passkey-refused': 'passkeyRefused',
  'link-refused': 'linkRefused',
} as const
