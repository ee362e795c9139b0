import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AlertAbout } from '../../../core/entities/alerts.ts'
import { alertsOf, chooseAlerts, type AlertPlan } from '../../../services/alerts/choose-alerts.ts'
import { manyTexts, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { actorOf } from '../actor.ts'
import type { AccountPages } from '../pages.ts'

const config = { permission: 'signed-in' }
const form = z.object({ alert: manyTexts })

/** An account's owner chooses which alerts to get by e-mail, by digest. */
export function registerOwnAlerts(web: FastifyInstance, site: WebContext, own: AccountPages): void {
  const { context, pages } = site

  web.get('/account/alerts', { config }, async (request, reply) => {
    const plans = await alertsOf(context, actorOf(request))
    const notice = doneIn(request.query, ['saved'])
    return own.show(
      request,
      reply,
      'alerts',
      { title: pages.say('alertsTitle'), ...(notice && { notice: pages.say('account-changed') }) },
      { email: emailOf(request), plans: plans.map((plan) => planView(site, plan)) },
    )
  })

  web.post('/account/alerts', { config }, async (request, reply) => {
    const actor = actorOf(request)
    const { typed } = readForm(form, request.body)
    const wanted = (await alertsOf(context, actor))
      .flatMap(({ alerts }) => alerts)
      .filter((about) => typed.alert.includes(valueOf(about)))
    await chooseAlerts(context, actor, actor.id, wanted)
    return seeOther(reply, `${site.path}account/alerts`, 'saved')
  })
}

const emailOf = ({ account }: FastifyRequest): string => account?.email ?? ''

/** The value of a check box: `stopped:3`, or `sources:all`. */
const valueOf = ({ alert, digest }: AlertAbout): string => `${alert}:${digest ?? 'all'}`

const planView = ({ pages }: WebContext, { digest, alerts }: AlertPlan) => ({
  name: digest?.name ?? pages.say('alertsOfAll'),
  alerts: alerts.map((about) => ({
    value: valueOf(about),
    isWanted: about.isWanted,
    name: pages.say(`alert-${about.alert}`),
    about: pages.say(`about-alert-${about.alert}`),
  })),
})
