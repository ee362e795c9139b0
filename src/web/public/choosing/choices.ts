import type { FastifyInstance } from 'fastify'
import { dateIn } from '../../../core/text/date-format.ts'
import { dayNames } from '../../../core/schedule.ts'
import { subscriberActor } from '../../../core/entities/actor.ts'
import { maskAddress } from '../../../core/addresses/address.ts'
import {
  ownEditionPath,
  pausePath,
  subscribeLikePath,
  topicsPath,
  unsubscribePath,
} from '../../../core/links.ts'
import { choose } from '../../../services/subscribers/choosing/choose.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import type { WrittenChoices } from '../../../services/subscribers/read-choices.ts'
import { readForm } from '../../kit/forms/forms.ts'
import { largestForm } from '../../kit/limits/limits.ts'
import { contentPolicy } from '../../kit/policy.ts'
import { byLink, refuseRepeated, type OpenedLink } from '../../kit/views/links.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { choicesForm, choicesTyped, type ChoicesField } from './choices-form.ts'
import { wholeSentence } from '../../../wording/wording.ts'

type Params = { Params: { token: string } }
type Faults = Partial<Record<ChoicesField, string>>

/** Topics, days and hour of one subscription, reached by the link in its e-mails. */
export function registerChoices(web: FastifyInstance, site: WebContext): void {
  const policy = contentPolicy({ scripts: true })
  web.get<Params>(
    '/t/:token',
    byLink(site, async (link, request, reply) => {
      void reply.header('content-security-policy', policy)
      const done = doneIn(request.query, ['saved', 'confirmed', 'paused', 'resumed', 'less', 'linkSent'])
      const notice = done === null ? '' : link.pages.say(done)
      const title = done === 'confirmed' ? link.pages.say('confirmedTitle', { digest: link.digest.name }) : ''
      return showChoices(site, link, { notice, title })
    }),
  )

  web.post<Params>(
    '/t/:token',
    { bodyLimit: largestForm },
    byLink(site, async (link, request, reply) => {
      const refused = refuseRepeated(site, link, reply)
      if (refused !== null) return refused
      const form = readForm(choicesForm(link.digest, link.pages.say('chooseOne')), request.body)
      const written = choicesTyped(form.typed)
      const faults = form.ok ? await save(site, link, written) : form.faults
      if (faults) return reply.code(422).send(await showChoices(site, link, { written, faults }))
      return seeOther(reply, site.path + topicsPath(link.token), 'saved')
    }),
  )
}

async function save(site: WebContext, link: OpenedLink, written: WrittenChoices): Promise<Faults | null> {
  const { subscription, digest } = link
  const saved = await choose(site.context, subscription, digest, written, subscriberActor(subscription))
  return saved.ok ? null : { [saved.field]: wholeSentence(digest.language, saved) }
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

/** What a sign-up copies from a subscription: the reader's choices, without the digest's defaults. */
const choicesToCopy = (link: OpenedLink): WrittenChoices => ({
  ...kept(link),
  ...(link.subscription.days === null && { days: [] }),
})

interface Shown {
  written?: WrittenChoices
  faults?: Faults & { until?: string }
  notice?: string
  /** Instead of the page's usual title. */
  title?: string
}

/** The page of a link: with the typed choices, otherwise with the stored ones. */
export async function showChoices(
  { context, pages: { zone }, path }: WebContext,
  link: OpenedLink,
  { written = kept(link), faults = {}, notice = '', title: own = '' }: Shown,
): Promise<string> {
  const { subscription, digest, token, pages } = link
  const topics = await listTopics(context, digest.language)
  const title = own || pages.say('choicesTitle')
  return pages.render('choices', title, {
    title,
    newsroom: digest.name,
    notice,
    script: path + zone.name,
    address: maskAddress(subscription.email),
    isActive: subscription.status === 'active',
    action: path + topicsPath(token),
    leaveUrl: path + unsubscribePath(token),
    editionUrl: path + ownEditionPath(token),
    likeUrl: path + subscribeLikePath(digest.key, choicesToCopy(link)),
    topics: digest.topics.flatMap((id) => {
      const topic = topics.find((one) => one.id === id)
      return topic
        ? [{ id, name: topic.name, about: topic.description, isChosen: written.topics.includes(id) }]
        : []
    }),
    days: dayNames.map((id) => ({ id, name: pages.say(id), isChosen: written.days.includes(id) })),
    hour: written.hour,
    zones: zonesWith(written.timeZone),
    noZone: pages.say('zoneOfDigest', { zone: digest.schedule.timeZone }),
    standard: pages.say('standardHour', { hour: digest.schedule.hour, zone: digest.schedule.timeZone }),
    pause: pauseView(context.clock.now(), link, path + pausePath(token)),
    faults: { topics: '', days: '', hour: '', time_zone: '', until: '', ...faults },
    hasFault: Object.keys(faults).length > 0,
  })
}

const zones = Intl.supportedValuesOf('timeZone')

/** All time zones, plus the reader's own if its name is not among them. */
const zonesWith = (own: string) =>
  [...(own === '' || zones.includes(own) ? [] : [own]), ...zones].map((id) => ({ id, isChosen: id === own }))

function pauseView(now: Temporal.Instant, { subscription, digest, pages }: OpenedLink, action: string) {
  const zone = subscription.timeZone ?? digest.schedule.timeZone
  const { pausedUntil } = subscription
  const isPaused = pausedUntil !== null && Temporal.Instant.compare(pausedUntil, now) > 0
  const date = isPaused ? pausedUntil.toZonedDateTimeISO(zone).toPlainDate() : null
  return {
    action,
    until: date?.toString() ?? '',
    untilText: date ? dateIn(pages.language, { dateStyle: 'long' }, date) : '',
    earliest: now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toString(),
  }
}
