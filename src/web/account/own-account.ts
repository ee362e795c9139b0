import type { FastifyInstance, FastifyRequest } from 'fastify'
import { endOwnSession, ownSessions } from '../../services/accounts/sessions/own-sessions.ts'
import { ownCredentials } from '../../services/accounts/credentials/own-credentials.ts'
import { findNewsroom } from '../../services/newsroom/find-digest.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import { doneIn, seeOther } from '../kit/redirect.ts'
import { formTokenFor } from '../kit/forms/form-token-for.ts'
import type { WebContext } from '../web-context.ts'
import { rolesInWords, shortTime } from './words.ts'
import { may, maySomewhere } from '../../core/permissions.ts'

const config = { permission: 'signed-in' }

/** An account's own page: who it is, how it signs in, where it is signed in. */
export function registerOwnAccount(web: FastifyInstance, site: WebContext): void {
  web.get('/account', { config }, async (request, reply) => {
    void reply.type('text/html; charset=utf-8')
    return ownPage(site, request)
  })

  web.post<{ Body: { session?: unknown } }>('/account/sessions', { config }, async (request, reply) => {
    const { session } = request
    if (!session) return reply.redirect(`${site.path}sign-in`, 303)
    const named = request.body.session
    const id =
      named === 'others' ? null : typeof named === 'string' && /^\d{1,15}$/.test(named) ? Number(named) : 0
    await endOwnSession(site.context, session, id)
    return seeOther(reply, `${site.path}account`, 'ended')
  })
}

async function ownPage(site: WebContext, request: FastifyRequest): Promise<string> {
  const { context, pages } = site
  const { session } = request
  if (!session) throw new Error('a route for accounts was answered without one')
  const { account } = session
  const { passkeys, recoveryCodesLeft } = await ownCredentials(context, session)
  const sessions = await ownSessions(context, session)
  const notice = doneIn(request.query, ['ended', 'changed'])
  const title = pages.say('accountTitle')
  return pages.render('account', title, {
    title,
    newsroom: (await findNewsroom(context))?.name ?? '',
    notice: notice ? pages.say(`account-${notice}`) : '',
    token: formTokenFor(site, request),
    name: account.name,
    email: account.email,
    roles: rolesInWords(site, account.grants, await listDigests(context)),
    seesDesk: maySomewhere(account, 'view-desk'),
    mayManage: may({ kind: 'account', ...account }, 'change-accounts', null),
    ways: [
      account.hasPassword ? pages.say('hasPassword') : pages.say('hasNoPassword'),
      account.hasTotp ? pages.say('hasApp', { count: recoveryCodesLeft }) : pages.say('hasNoApp'),
      pages.say('hasPasskeys', { count: passkeys.length }),
    ],
    sessions: sessions.map((one) => ({
      id: one.id,
      isHere: one.id === session.session.id,
      agent: one.agent || pages.say('unknownBrowser'),
      address: one.address,
      begun: shortTime(one.createdAt),
      seen: shortTime(one.seenAt),
    })),
    hasOthers: sessions.length > 1,
  })
}
