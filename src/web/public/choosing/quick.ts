import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { subscriberActor } from '../../../core/entities/actor.ts'
import { topicsPath } from '../../../core/links.ts'
import { dayNames } from '../../../core/schedule.ts'
import { choose } from '../../../services/subscribers/choosing/choose.ts'
import { pauseSubscription } from '../../../services/subscribers/choosing/pause.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import { byLink, refuseRepeated, type OpenedLink } from '../../kit/views/links.ts'
import type { WebContext } from '../../web-context.ts'
import { showChoices } from './choices.ts'

type Params = { Params: { token: string } }

const pauseForm = z.object({ until: oneText, weeks: oneText })

/** The alternatives that the unsubscribe page offers, with one button each: a pause, and one e-mail a week. */
export function registerQuick(web: FastifyInstance, site: WebContext): void {
  web.post<Params>(
    '/t/:token/pause',
    byLink(site, async (link, request, reply) => {
      const refused = refuseRepeated(site, link, reply)
      if (refused !== null) return refused
      const { typed } = readForm(pauseForm, request.body)
      const until = untilOf(site, link, typed.until[0] ?? '', typed.weeks[0] ?? '')
      const { subscription, digest, token } = link
      const actor = subscriberActor(subscription)
      const done = await pauseSubscription(site.context, subscription, digest, until, actor)
      if (!done.ok) return refuse(site, link, reply, wholeSentence(digest.language, done))
      return seeOther(reply, site.path + topicsPath(token), until === '' ? 'resumed' : 'paused')
    }),
  )

  web.post<Params>(
    '/t/:token/less',
    byLink(site, async (link, _, reply) => {
      const refused = refuseRepeated(site, link, reply)
      if (refused !== null) return refused
      const { subscription, digest, token } = link
      const { topics, hour, timeZone } = subscription
      const day = dayNames[(digest.schedule.days[0] ?? 1) - 1] ?? ''
      const written = { topics, days: [day], hour: hour ?? '', timeZone: timeZone ?? '' }
      await choose(site.context, subscription, digest, written, subscriberActor(subscription))
      return seeOther(reply, site.path + topicsPath(token), 'less')
    }),
  )
}

async function refuse(
  site: WebContext,
  link: OpenedLink,
  reply: FastifyReply,
  until: string,
): Promise<FastifyReply> {
  return reply.code(422).send(await showChoices(site, link, { faults: { until } }))
}

/** The typed date, or the one that many weeks from now. */
function untilOf(
  { context }: WebContext,
  { subscription, digest }: OpenedLink,
  typed: string,
  weeks: string,
): string {
  if (!/^[1-9]\d?$/.test(weeks)) return typed
  const zone = subscription.timeZone ?? digest.schedule.timeZone
  const today = context.clock.now().toZonedDateTimeISO(zone).toPlainDate()
  return today.add({ weeks: Number(weeks) }).toString()
}
