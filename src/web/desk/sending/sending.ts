import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may } from '../../../core/permissions.ts'
import { showSending, type ShownSending } from '../../../services/sending/viewing/show-sending.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { outcomesOf } from '../editions/outcomes.ts'
import { editionName } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { hour, longDate, moment } from '../frame/times.ts'
import { ratePlot } from './rate-plot.ts'
import { sentence } from '../../../wording/wording.ts'

/** An edition that leaves, live: with scripts the page follows it, without them a link looks again. */
export function registerSending(scope: FastifyInstance, site: WebContext, desk: Desk): void {
  const config = { permission: 'view-desk' }
  const seenBy = async (request: FastifyRequest<EditionParams>) => {
    const { actor } = accountOf(request)
    const shown = await showSending(site.context, actor, viewedPlace(request))
    const mayResolve = may(actor, 'resolve-deliveries', shown.digest.id)
    const mayStop = may(actor, 'stop-edition', shown.digest.id)
    return { ...(await viewOf(desk, shown, mayResolve, mayStop)), token: formTokenFor(site, request) }
  }
  scope.get<EditionParams>('/editions/:key/:name/sending', { config }, async (request, reply) => {
    const view = await seenBy(request)
    return desk.show(request, reply, 'sending', { title: view.title, place: 'editions' }, view)
  })
  scope.get<EditionParams>('/editions/:key/:name/sending/now', { config }, async (request, reply) => {
    void reply.type('text/html; charset=utf-8')
    return desk.part('sending-now', await seenBy(request))
  })
}

async function viewOf(desk: Desk, shown: ShownSending, mayResolve: boolean, mayStop: boolean) {
  const { digest, edition, counts, total, perSecond, secondsLeft, ownHour, pause } = shown
  const { sent = 0, unknown = 0 } = counts
  const zone = digest.schedule.timeZone
  const isLeaving = edition.status === 'sending' && !edition.stop
  const title = desk.say(isLeaving ? 'sending-title' : `sending-title-${edition.status}`, {
    date: longDate(edition.date),
  })
  return {
    title,
    digest: digest.name,
    subject: edition.subject ?? '',
    revision: edition.revision,
    here: desk.at(`editions/${digest.key}/${editionName(edition)}`),
    isLeaving,
    stopped: edition.stop?.reason ?? '',
    paused: sentence('en', pause?.reason ?? ''),
    mayStop: mayStop && isLeaving,
    sent,
    total,
    rate: perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10,
    left: secondsLeft === null ? '' : duration(desk, secondsLeft),
    ownHour,
    outcomes: outcomesOf(counts),
    bar: barOf(counts, total),
    unknown,
    unknowns: shown.unknown.map(({ email, at, reply }) => ({
      email: email ?? '',
      at: at && moment(at, zone),
      reply: reply ?? '',
    })),
    mayResolve: mayResolve && unknown > 0,
    replies: shown.replies.map(({ status, said, count }) => ({ outcome: `outcome-${status}`, said, count })),
    plot: shown.rate.length > 1 ? await ratePlot(desk.say('rate-plot'), shown.rate, zone) : '',
    rows: shown.rate.map(({ at, perSecond: value }) => ({
      at: at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'second' }),
      value: Math.round(value * 10) / 10,
    })),
    began: edition.startedAt ? hour(edition.startedAt, zone) : '',
  }
}

/** `22 s`, `4 min`, `2 h 10 min` */
function duration({ say }: Desk, seconds: number): string {
  if (seconds < 120) return say('seconds', { seconds })
  const minutes = Math.round(seconds / 60)
  return minutes < 120
    ? say('minutes', { minutes })
    : say('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

const barWidth = 1000

/** Parts of a bar of so many units, each outcome one after the other. */
function barOf(counts: ShownSending['counts'], total: number) {
  let x = 0
  return outcomesOf(counts).map(({ name, count }) => {
    const width = total === 0 ? 0 : Math.round((count / total) * barWidth)
    const part = { name, x, width }
    x += width
    return part
  })
}
