import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { EditionStatus } from '../../../core/entities/states.ts'
import { may } from '../../../core/permissions.ts'
import type { ShownSending } from '../../../services/sending/viewing/show-sending.ts'
import { sentence } from '../../../wording/wording.ts'
import { outcomesOf } from '../editions/outcomes.ts'
import { editionName } from '../editions/place.ts'
import type { Desk } from '../frame/frame.ts'
import { duration, hour, longDate, moment } from '../frame/times.ts'
import { ratePlot } from './rate-plot.ts'

/** What the page shows of an edition's sending, depending on the actor's permissions. */
export async function sendingView(desk: Desk, shown: ShownSending, actor: Actor) {
  const mayResolve = may(actor, 'resolve-deliveries', shown.digest.id)
  const mayStop = may(actor, 'stop-edition', shown.digest.id)
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
    isOver: isOver(edition),
    stopped: edition.stop?.reason ?? '',
    paused: sentence('en', pause?.reason ?? ''),
    mayStop: mayStop && isLeaving,
    sent,
    total,
    rate: perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10,
    left: secondsLeft === null ? '' : duration(desk.say, secondsLeft),
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

const ended: readonly EditionStatus[] = ['sent', 'stopped', 'missed', 'skipped']

/** Whether nothing changes any more without a person. */
export const isOver = ({ status }: Edition): boolean => ended.includes(status)

const barWidth = 1000

/** The segments of a bar of a fixed width, one outcome after another. */
function barOf(counts: ShownSending['counts'], total: number) {
  let x = 0
  return outcomesOf(counts).map(({ name, count }) => {
    const width = total === 0 ? 0 : Math.round((count / total) * barWidth)
    const part = { name, x, width }
    x += width
    return part
  })
}
