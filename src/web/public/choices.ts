import type { FastifyInstance, FastifyReply } from 'fastify'
import { dayNames } from '../../core/schedule.ts'
import { subscriberActor } from '../../core/entities/actor.ts'
import { maskAddress } from '../../core/addresses/address.ts'
import { topicsPath, unsubscribePath } from '../../core/links.ts'
import { choose } from '../../services/subscribers/choose.ts'
import { listTopics } from '../../services/newsroom/list-topics.ts'
import type { WrittenChoices } from '../../services/subscribers/read-choices.ts'
import { openLink } from '../../services/subscribers/unsubscribe.ts'
import type { WebContext } from '../web-context.ts'
import { notFound } from '../faults.ts'
import { largestForm } from '../limits.ts'
import { refuseForged, refuseRepeated } from '../posted-links.ts'
import { privately } from './unsubscribe.ts'

type Opened = NonNullable<Awaited<ReturnType<typeof openLink>>>
type Params = { Params: { token: string } }

interface Outcome {
  written: WrittenChoices
  fault: { field: string; reason: string } | null
  notice: string
}

/** Topics, days and hour of one subscription, by the link in its mails. */
export function registerChoices(web: FastifyInstance, site: WebContext): void {
  const show = async (
    opened: Opened,
    token: string,
    reply: FastifyReply,
    outcome: Outcome,
  ): Promise<string> => {
    privately(reply)
    const title = site.pages.say('choicesTitle')
    return site.pages.render('choices', title, { title, ...(await viewOf(site, opened, token, outcome)) })
  }

  web.get<Params>('/t/:token', async (request, reply) => {
    const opened = await openLink(site.context, request.params.token)
    if (!opened) return notFound(site, reply)
    return show(opened, request.params.token, reply, { written: kept(opened), fault: null, notice: '' })
  })

  web.post<Params>('/t/:token', { bodyLimit: largestForm }, async (request, reply) => {
    const { token } = request.params
    const opened = await openLink(site.context, token)
    if (!opened) return refuseForged(site, request, reply)
    const refused = refuseRepeated(site, opened.subscription, reply)
    if (refused !== null) return refused
    const written = writtenIn(request.body)
    if (written.topics.length === 0) {
      const reason = site.pages.say('chooseOne')
      return show(opened, token, reply.code(422), { written, fault: { field: 'topics', reason }, notice: '' })
    }
    const actor = subscriberActor(opened.subscription)
    const saved = await choose(site.context, opened.subscription, opened.digest, written, actor)
    if (!saved.ok) return show(opened, token, reply.code(422), { written, fault: saved, notice: '' })
    const now = (await openLink(site.context, token)) ?? opened
    return show(now, token, reply, { written: kept(now), fault: null, notice: site.pages.say('saved') })
  })
}

function writtenIn(body: unknown): WrittenChoices {
  const fields = (body ?? {}) as Record<string, unknown>
  const list = (name: string) => [fields[name] ?? []].flat().filter((value) => typeof value === 'string')
  const text = (name: string) => list(name)[0] ?? ''
  return { topics: list('topics'), days: list('days'), hour: text('hour'), timeZone: text('time_zone') }
}

function kept({ subscription, digest }: Opened): WrittenChoices {
  const { topics, days, hour, timeZone } = subscription
  return {
    topics: topics.length > 0 ? topics : digest.topics,
    days: (days ?? digest.schedule.days).map((day) => dayNames[day - 1] ?? ''),
    hour: hour ?? '',
    timeZone: timeZone ?? '',
  }
}

async function viewOf(
  { context, pages }: WebContext,
  { subscription, digest }: Opened,
  token: string,
  outcome: Outcome,
) {
  const topics = await listTopics(context)
  const { written, fault, notice } = outcome
  return {
    newsroom: digest.name,
    notice,
    address: maskAddress(subscription.email),
    isActive: subscription.status === 'active',
    action: context.settings.publicUrl + topicsPath(token),
    leaveUrl: context.settings.publicUrl + unsubscribePath(token),
    topics: digest.topics.flatMap((id) => {
      const topic = topics.find((one) => one.id === id)
      return topic
        ? [{ id, name: topic.name, about: topic.description, isChosen: written.topics.includes(id) }]
        : []
    }),
    days: dayNames.map((id) => ({ id, name: pages.say(id), isChosen: written.days.includes(id) })),
    hour: written.hour,
    timeZone: written.timeZone,
    standard: pages.say('standardHour', { hour: digest.schedule.hour, zone: digest.schedule.timeZone }),
    faults: { topics: '', days: '', hour: '', time_zone: '', ...(fault && { [fault.field]: fault.reason }) },
    hasFault: fault !== null,
  }
}
