import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { may } from '../../../core/permissions.ts'
import { listDays, type ScheduledDay } from '../../../services/editions/composing/calendar.ts'
import {
  listEditionsBefore,
  type EditionsPage,
  type ListedEdition,
} from '../../../services/editions/viewing/list-editions.ts'
import { nextHours } from '../../../services/editions/viewing/day/next-hours.ts'
import { viewableDigest, viewableDigests } from '../../../services/newsroom/viewable-digests.ts'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { hour, machineZone, moment, shortDate } from '../frame/times.ts'
import { outcomesOf } from './outcomes.ts'
import { editionName, placeFrom } from './place.ts'
import { sentence } from '../../../wording/wording.ts'

const daysAhead = 14
const pastAtOnce = 30

type Params = { Params: { key: string } }

/** Past and coming editions of a digest, with its calendar. */
export function registerEditions(scope: FastifyInstance, site: WebContext, desk: Desk): void {
  const config = { permission: 'view-desk' }
  scope.get('/editions', { config }, async (request, reply) => {
    const digests = await viewableDigests(site.context, accountOf(request).actor)
    return show(site, desk, request, reply, digests[0] ?? null, digests)
  })
  scope.get<Params>('/editions/:key', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const digest = await viewableDigest(site.context, actor, request.params.key)
    return show(site, desk, request, reply, digest, await viewableDigests(site.context, actor))
  })
}

async function show(
  { context }: WebContext,
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  digest: Digest | null,
  digests: Digest[],
): Promise<string> {
  const title = desk.say('editions')
  if (!digest) return desk.show(request, reply, 'no-digest', { title, place: 'editions' }, {})
  const { actor } = accountOf(request)
  const before = placeFrom((request.query as { before?: unknown }).before)
  const hours = await nextHours(context, actor, { digest, count: 5 })
  const days = await listDays(context, digest, daysAhead)
  const page = await listEditionsBefore(context, actor, { digest, before, count: pastAtOnce })
  const done = doneIn(request.query, ['skipped', 'moved', 'cleared'])
  return desk.show(
    request,
    reply,
    'editions',
    { title, place: 'editions', ...(done && { notice: desk.say(`calendar-${done}`) }) },
    {
      digest: { key: digest.key, name: digest.name, zone: digest.schedule.timeZone },
      digests: digests.map(({ key, name }) => ({ key, name, isHere: key === digest.key })),
      hasSeveral: digests.length > 1,
      isFirst: before === null,
      machineZone: machineZone(),
      hours: hours.map(({ date, cutoff, sendAt }) => ({
        date: shortDate(date),
        freezes: moment(cutoff, digest.schedule.timeZone),
        leaves: moment(sendAt, digest.schedule.timeZone),
        leavesHere: moment(sendAt, machineZone()),
      })),
      days: days.map((day) => dayRow(day, digest)),
      mayChange: may(actor, 'change-calendar', digest.id),
      past: pastOf(page, digest),
      before: page.before === null ? '' : editionName(page.before),
    },
  )
}

function dayRow({ date, sendAt, status, reason }: ScheduledDay, digest: Digest) {
  const { calendar, timeZone } = digest.schedule
  const changed = calendar.find((day) => day.date === date || day.to === date)
  const isFree = status === 'planned' || status === 'no-edition'
  return {
    date,
    day: shortDate(Temporal.PlainDate.from(date)),
    status,
    /** The edition's name; empty if there is none. */
    name: isFree ? '' : date,
    reason: sentence('en', reason ?? ''),
    iso: sendAt ?? '',
    hour: sendAt === null ? '' : hour(Temporal.Instant.from(sendAt), timeZone),
    /** The date whose change can be undone here. */
    undo: isFree && changed ? changed.date : '',
  }
}

function pastOf({ editions }: EditionsPage, digest: Digest) {
  return editions.map((edition: ListedEdition) => ({
    name: editionName({ date: Temporal.PlainDate.from(edition.date), number: edition.number }),
    day: shortDate(Temporal.PlainDate.from(edition.date)),
    year: edition.date.slice(0, 4),
    subject: edition.subject ?? '',
    status: edition.status,
    isStopped: edition.stop !== null,
    reason: sentence('en', edition.stop?.reason ?? edition.reason ?? ''),
    leaves: moment(Temporal.Instant.from(edition.dueAt), digest.schedule.timeZone),
    outcomes: outcomesOf(edition.counts),
  }))
}
