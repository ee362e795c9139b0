import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { endOwnSession, ownSessions } from '../../../services/accounts/sessions/own-sessions.ts'
import { ownCredentials } from '../../../services/accounts/credentials/own-credentials.ts'
import { alertsOf } from '../../../services/alerts/choose-alerts.ts'
import { listDigests } from '../../../services/newsroom/list-digests.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import type { AccountPages } from '../pages.ts'
import { rolesInWords, shortTime } from '../words.ts'

const config = { permission: 'signed-in' }

/** An account's own page: its owner, its credentials and its sessions. */
export function registerOwnAccount(web: FastifyInstance, site: WebContext, own: AccountPages): void {
  web.get('/account', { config }, async (request, reply) => ownPage(site, own, request, reply))

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

async function ownPage(
  site: WebContext,
  own: AccountPages,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  const { context, pages } = site
  const { session } = request
  if (!session) throw new Error('a route for accounts was answered without one')
  const { account } = session
  const { passkeys, recoveryCodesLeft } = await ownCredentials(context, session)
  const sessions = await ownSessions(context, session)
  const notice = doneIn(request.query, ['ended', 'changed'])
  const alerts = (await alertsOf(context, account)).flatMap((plan) => plan.alerts)
  const page = {
    title: account.name,
    lead: account.email,
    ...(notice && { notice: pages.say(`account-${notice}`) }),
  }
  return own.show(request, reply, 'account', page, {
    alerts: new Set(alerts.filter(({ isWanted }) => isWanted).map(({ alert }) => alert)).size,
    roles: rolesInWords(site, account.grants, await listDigests(context)),
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
