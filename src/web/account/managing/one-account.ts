import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Account } from '../../../core/entities/account.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Context } from '../../../services/context.ts'
import { alertsOf } from '../../../services/alerts/choose-alerts.ts'
import { disableAccount, enableAccount } from '../../../services/accounts/managing/disable-account.ts'
import { endSessions } from '../../../services/accounts/managing/end-sessions.ts'
import { linkAccount } from '../../../services/accounts/managing/link-account.ts'
import { listAccounts } from '../../../services/accounts/managing/list-accounts.ts'
import type { MadeLink } from '../../../services/accounts/managing/make-link.ts'
import { resetFactor } from '../../../services/accounts/managing/reset-factor.ts'
import { setGrants } from '../../../services/accounts/managing/set-grants.ts'
import { listDigests } from '../../../services/newsroom/list-digests.ts'
import { manyTexts, oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { sentence } from '../../../wording/wording.ts'
import { actorOf } from '../actor.ts'
import { grantChoices, grantsIn } from './grant-choices.ts'
import type { AccountPages } from '../pages.ts'
import { shortTime } from '../words.ts'

const config = { permission: 'change-accounts', freshSignIn: true }
type Params = { Params: { id: string } }
const form = z.object({ change: oneText, grants: manyTexts })

type Changed = { link?: MadeLink; fault?: Said }
type Change = (context: Context, actor: Actor, id: number, grants: string[]) => Promise<Changed>

const changes: Record<string, Change> = {
  async roles(context, actor, id, grants) {
    const set = await setGrants(context, actor, id, grantsIn(grants))
    return set.ok ? {} : { fault: set.reason }
  },
  link: async (context, actor, id) => ({ link: await linkAccount(context, actor, id) }),
  'reset-factor': async (context, actor, id) => ({ link: await resetFactor(context, actor, id) }),
  async disable(context, actor, id) {
    await disableAccount(context, actor, id)
    return {}
  },
  async enable(context, actor, id) {
    await enableAccount(context, actor, id)
    return {}
  },
  async 'end-sessions'(context, actor, id) {
    await endSessions(context, actor, id)
    return {}
  },
}

/** One account, which an admin can change. */
export function registerOneAccount(web: FastifyInstance, site: WebContext, own: AccountPages): void {
  web.get<Params>('/accounts/:id', { config }, async (request, reply) =>
    onePage(site, own, { request, reply, id: idIn(request.params) }, {}, null),
  )

  web.post<Params>('/accounts/:id', { config }, async (request, reply) => {
    const id = idIn(request.params)
    const { typed } = readForm(form, request.body)
    const change = changes[typed.change[0] ?? '']
    if (!change) throw new AppError('bad-input', said('account-change-unknown'))
    const changed = await change(site.context, actorOf(request), id, typed.grants).catch(asFault)
    if (changed.fault !== undefined) void reply.code(422)
    else if (!changed.link) return seeOther(reply, `${site.path}accounts/${id}`, 'changed')
    const chosen = typed.change[0] === 'roles' ? typed.grants : null
    return onePage(site, own, { request, reply, id }, changed, chosen)
  })
}

/** What is impossible now, such as disabling the last admin, is reported on the page. */
function asFault(error: unknown): Changed {
  if (error instanceof AppError && error.code === 'conflict') return { fault: error.says }
  throw error
}

function idIn({ id }: { id: string }): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0
}

async function onePage(
  site: WebContext,
  own: AccountPages,
  { request, reply, id }: { request: FastifyRequest; reply: FastifyReply; id: number },
  { link, fault }: Changed,
  typed: string[] | null,
): Promise<string> {
  const { context, pages, path } = site
  const account = (await listAccounts(context, actorOf(request))).find((one) => one.id === id)
  if (!account) throw new AppError('not-found', said('account-none'))
  const digests = await listDigests(context)
  const isMailed = link?.isMailed ?? false
  const notice = link
    ? pages.say(isMailed ? 'linkMailed' : 'linkShown', {
        email: account.email,
        until: shortTime(link.expiresAt),
      })
    : doneIn(request.query, ['changed'])
      ? pages.say('account-changed')
      : ''
  const page = { title: account.name, lead: account.email, notice }
  return own.show(request, reply, 'one-account', page, {
    action: `${path}accounts/${id}`,
    link: link && !isMailed ? link.url : '',
    fault: fault ? sentence('en', fault) : '',
    alerts: await alertsInWords(site, account),
    choices: grantChoices(site, typed ? grantsIn(typed) : account.grants, digests),
    isDisabled: account.disabledAt !== null,
    ways: [
      account.hasPassword ? pages.say('hasPassword') : pages.say('hasNoPassword'),
      account.hasTotp ? pages.say('hasAnApp') : pages.say('hasNoApp'),
      pages.say('hasPasskeys', { count: account.passkeys }),
    ],
  })
}

/** The alerts that an account gets, by digest; digests without any are omitted. */
async function alertsInWords({ context, pages }: WebContext, account: Account) {
  const plans = (await alertsOf(context, account)).map(({ digest, alerts }) => ({
    place: digest?.name ?? pages.say('alertsOfAll'),
    names: alerts
      .filter(({ isWanted }) => isWanted)
      .map(({ alert }) => pages.say(`alert-${alert}`))
      .join(' · '),
  }))
  return plans.filter(({ names }) => names !== '')
}
