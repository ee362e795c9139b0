import type { FetchRecord, SourceRecord } from './source.ts'
import { isAhead } from '../stories/story-time.ts'
import { said, type Reason, type Said } from '../../said/said.ts'

/** What a source's health is derived from. */
export type SourceState = Pick<
  SourceRecord,
  'status' | 'checkedAt' | 'succeededAt' | 'failures' | 'lastError' | 'newestItemAt'
>

export type PastReading = Omit<FetchRecord, 'sourceId' | 'newestItemAt'>

/** Pictures of recent stories that could not be fetched, and why the last of them failed. */
export interface PicturesLate {
  count: number
  fault: Reason
}

export type Ailment =
  | 'never-read'
  | 'retired'
  | 'bot-wall'
  | 'html'
  | 'failing'
  | 'silent'
  | 'stale'
  | 'shrinking'
  | 'churning'
  | 'shared-ids'
  | 'doubles'
  | 'over-budget'
  | 'pictures'
  | 'future-dates'
  | 'moved'

export interface Finding {
  ailment: Ailment
  /** True if readers miss stories; otherwise it is only information. */
  sick: boolean
  /** For an editor: what is wrong, since when, and what to do. */
  says: Said
}

/** A source counts as silent after this many of its usual intervals, but at least a day. */
const gaps = 4
const dayHours = 24
/** Days after which the newest item of a source that is read successfully is stale. */
const staleAfter = 30
/** Readings needed to establish a usual number of items. */
const usualFrom = 5

const hoursBetween = (from: Temporal.Instant, to: Temporal.Instant): number => from.until(to).total('hours')
const day = (at: Temporal.Instant): string => at.toString().slice(0, 10)

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function inHours(hours: number): Said {
  return hours >= 48
    ? said('days', { count: Math.round(hours / 24) })
    : said('hours', { count: Math.max(Math.round(hours), 1) })
}

function failing({ failures, succeededAt, lastError }: SourceState, last: PastReading | undefined): Finding {
  const since = succeededAt ? said('since-day', { day: day(succeededAt) }) : said('since-added')
  const why = lastError ?? ''
  if (last?.problem === 'bot-wall')
    return { ailment: 'bot-wall', sick: true, says: said('health-bot-wall', { since, why }) }
  if (last?.problem === 'html')
    return { ailment: 'html', sick: true, says: said('health-html', { since, why }) }
  const times = said('times', { count: failures })
  return { ailment: 'failing', sick: failures > 1, says: said('health-failing', { times, since, why }) }
}

/** Hours since the last new item if far more than usual; `usual` in hours. */
function silence(readings: PastReading[], now: Temporal.Instant): { hours: number; usual: number } | null {
  const news = readings.filter(({ fresh }) => fresh > 0).map(({ at }) => at)
  const last = news.at(-1)
  const between = news.slice(1).flatMap((at, index) => {
    const before = news[index]
    return before ? [hoursBetween(before, at)] : []
  })
  if (!last || between.length < 3) return null
  const usual = median(between)
  const hours = hoursBetween(last, now)
  return hours > Math.max(gaps * usual, dayHours) ? { hours, usual } : null
}

function quiet(source: SourceState, readings: PastReading[], now: Temporal.Instant): Finding[] {
  const silent = silence(readings, now)
  if (silent) {
    const says = said('health-silent', { time: inHours(silent.hours), usual: inHours(silent.usual) })
    return [{ ailment: 'silent', sick: true, says }]
  }
  const newest = source.newestItemAt
  if (!newest || isAhead(newest, now) || hoursBetween(newest, now) < staleAfter * dayHours) return []
  return [{ ailment: 'stale', sick: true, says: said('health-stale', { day: day(newest) }) }]
}

function sizes(readings: PastReading[]): Finding[] {
  const read = readings.filter(({ outcome }) => outcome === 'read')
  const last = read.at(-1)
  const usual = median(read.slice(0, -1).map(({ items }) => items))
  if (!last || read.length <= usualFrom || usual < 4 || last.items * 2 >= usual) return []
  return [{ ailment: 'shrinking', sick: true, says: said('health-shrinking', { count: last.items, usual }) }]
}

function churn(readings: PastReading[]): Finding[] {
  const lately = readings.filter(({ outcome }) => outcome === 'read').slice(-5)
  if (lately.filter(({ churned }) => churned > 0).length < 2) return []
  const count = Math.max(...lately.map(({ churned }) => churned))
  return [{ ailment: 'churning', sick: false, says: said('health-churning', { count }) }]
}

/** More new stories than its budget: worth a note once, and a problem if it does not catch up. */
function overBudget(readings: PastReading[]): Finding[] {
  const lately = readings.filter(({ outcome }) => outcome === 'read').slice(-3)
  const last = lately.findLast(({ putOff }) => putOff > 0)
  if (!last) return []
  const sick = lately.length === 3 && lately.every(({ putOff }) => putOff > 0)
  const says = said('health-over-budget', { day: day(last.at), count: last.putOff })
  return [{ ailment: 'over-budget', sick, says }]
}

function withoutPictures(pictures: PicturesLate | null): Finding[] {
  if (!pictures) return []
  const says = said('health-pictures', { count: pictures.count, why: pictures.fault })
  return [{ ailment: 'pictures', sick: false, says }]
}

const lastRead = (readings: PastReading[]): PastReading | undefined =>
  readings.findLast(({ outcome }) => outcome === 'read')

/** Problems with ids in the last document. */
function ids(readings: PastReading[]): Finding[] {
  const { doubles = 0, sharing = 0 } = lastRead(readings) ?? {}
  const shared = said('health-shared-ids', { count: sharing })
  const twice = said('health-doubles', { count: doubles })
  return [
    ...(sharing > 0 ? [{ ailment: 'shared-ids', sick: false, says: shared } as const] : []),
    ...(doubles > 0 ? [{ ailment: 'doubles', sick: false, says: twice } as const] : []),
  ]
}

function dated({ newestItemAt }: SourceState, readings: PastReading[], now: Temporal.Instant): Finding[] {
  const ahead = lastRead(readings)?.aheadItemAt ?? newestItemAt
  if (!ahead || !isAhead(ahead, now)) return []
  return [{ ailment: 'future-dates', sick: false, says: said('health-future-dates', { day: day(ahead) }) }]
}

function moves(readings: PastReading[]): Finding[] {
  const moved = readings.findLast(({ outcome, reason }) => outcome === 'read' && reason !== null)
  if (!moved) return []
  const says = said('health-moved', { what: moved.reason ?? '', day: day(moved.at) })
  return [{ ailment: 'moved', sick: false, says }]
}

/**
 * The problems of a source, worst first, from its stored state. `readings`: those of the last weeks, oldest first. A source that is off has
 * no problems.
 */
export function healthOf(
  source: SourceState,
  readings: PastReading[],
  now: Temporal.Instant,
  pictures: PicturesLate | null = null,
): Finding[] {
  if (source.status === 'off') return []
  if (source.status === 'retired') return [{ ailment: 'retired', sick: true, says: said('health-retired') }]
  if (source.checkedAt === null)
    return [{ ailment: 'never-read', sick: false, says: said('health-never-read') }]
  const notes = [
    ...overBudget(readings),
    ...churn(readings),
    ...ids(readings),
    ...dated(source, readings, now),
    ...withoutPictures(pictures),
    ...moves(readings),
  ]
  if (source.failures > 0) return [failing(source, readings.at(-1)), ...notes]
  return [...quiet(source, readings, now), ...sizes(readings), ...notes]
}
