import type { FastifyInstance } from 'fastify'
import { dayNames } from '../../core/schedule.ts'
import { subscriberActor } from '../../core/entities/actor.ts'
import { maskAddress } from '../../core/addresses/address.ts'
import { topicsPath, unsubscribePath } from '../../core/links.ts'
import { choose } from '../../services/subscribers/choose.ts'
import { listTopics } from '../../services/newsroom/list-topics.ts'
import type { WrittenChoices } from '../../services/subscribers/read-choices.ts'
import { readForm } from '../kit/forms/forms.ts'
import { largestForm } from '../kit/limits/limits.ts'
import { byLink, refuseRepeated, type OpenedLink } from '../kit/views/links.ts'
import { doneIn, seeOther } from '../kit/redirect.ts'
import type { WebContext } from '../web-context.ts'
import { choicesForm, choicesTyped, type ChoicesField } from './choices-form.ts'
import { wholeSentence } from '../../wording/wording.ts'

type Params = { Params: { token: string } }
type Faults = Partial<Record<ChoicesField, string>>

/** Topics, days and hour of one subscription, by the link in its mails. */
export function registerChoices(web: FastifyInstance, site: WebContext): void {
  web.get<Params>(
    '/t/:token',
    byLink(site, async (link, request) => {
      const notice = doneIn(request.query, ['saved']) ? site.pages.say('saved') : ''
      return show(site, link, { written: kept(link), faults: {}, notice })
    }),
  )

  web.post<Params>(
    '/t/:token',
    { bodyLimit: largestForm },
    byLink(site, async (link, request, reply) => {
      const refused = refuseRepeated(site, link, reply)
      if (refused !== null) return refused
      const form = readForm(choicesForm(link.digest, site.pages.say('chooseOne')), request.body)
      const written = choicesTyped(form.typed)
      const faults = form.ok ? await save(site, link, written) : form.faults
      if (faults) return reply.code(422).send(await show(site, link, { written, faults, notice: '' }))
      return seeOther(reply, site.path + topicsPath(link.token), 'saved')
    }),
  )
}

async function save(site: WebContext, link: OpenedLink, written: WrittenChoices): Promise<Faults | null> {
  const { subscription, digest } = link
  const saved = await choose(site.context, subscription, digest, written, subscriberActor(subscription))
  return saved.ok ? null : { [saved.field]: wholeSentence('en', saved) }
}

function kept({ subscription, digest }: OpenedLink): WrittenChoices {
  const { topics, days, hour, timeZone } = subscription
  return {
    topics: topics.length > 0 ? topics : digest.topics,
    days: (days ?? digest.schedule.days).map((day) => dayNames[day - 1] ?? ''),
    hour: hour ?? '',
    timeZone: timeZone ?? '',
  }
}

async function show(
  { context, pages, path }: WebContext,
  { subscription, digest, token }: OpenedLink,
  { written, faults, notice }: { written: WrittenChoices; faults: Faults; notice: string },
): Promise<string> {
  const topics = await listTopics(context, digest.language)
  const title = pages.say('choicesTitle')
  return pages.render('choices', title, {
    title,
    newsroom: digest.name,
    notice,
    address: maskAddress(subscription.email),
    isActive: subscription.status === 'active',
    action: path + topicsPath(token),
    leaveUrl: path + unsubscribePath(token),
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
    faults: { topics: '', days: '', hour: '', time_zone: '', ...faults },
    hasFault: Object.keys(faults).length > 0,
  })
}
