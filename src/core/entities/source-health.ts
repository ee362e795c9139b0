import type { FetchRecord, SourceRecord } from './source.ts'
import { isAhead } from './story-time.ts'

/** What is known of a source. */
export type SourceState = Pick<
  SourceRecord,
  'status' | 'checkedAt' | 'succeededAt' | 'failures' | 'lastError' | 'newestItemAt'
>

export type PastReading = Omit<FetchRecord, 'sourceId' | 'newestItemAt'>

/** Pictures of late stories that could not be had, and why the last of them. */
export interface PicturesLate {
  count: number
  fault: string
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
  /** True for what costs readers stories; the rest is to be known. */
  sick: boolean
  /** What, since when, and what to do: for an editor. */
  sentence: string
}

/** A source is silent after so many of its usual gaps, and not before a day. */
const gaps = 4
const dayHours = 24
/** The newest item of a source that is read well, but tells nothing new. In days. */
const staleAfter = 30
/** Readings with items that make a usual number. */
const usualFrom = 5

const hoursBetween = (from: Temporal.Instant, to: Temporal.Instant): number => from.until(to).total('hours')
const day = (at: Temporal.Instant): string => at.toString().slice(0, 10)

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function inHours(hours: number): string {
  return hours >= 48 ? `${Math.round(hours / 24)} days` : `${Math.max(Math.round(hours), 1)} hours`
}

function failing({ failures, succeededAt, lastError }: SourceState, last: PastReading | undefined): Finding {
  const since = succeededAt ? `since ${day(succeededAt)}` : 'ever since it was added'
  const times = failures === 1 ? 'once' : `${failures} times`
  if (last?.problem === 'bot-wall')
    return {
      ailment: 'bot-wall',
      sick: true,
      sentence: `is behind a check for bots ${since}: ${lastError}`,
    }
  if (last?.problem === 'html')
    return {
      ailment: 'html',
      sick: true,
      sentence: `gives a page where its feed was, ${since}: ${lastError}`,
    }
  return { ailment: 'failing', sick: failures > 1, sentence: `has failed ${times} ${since}: ${lastError}` }
}

/** Hours since the last new item, where they are far more than usual; `usual` in hours. */
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
    const sentence = `has brought nothing new for ${inHours(silent.hours)}, where ${inHours(silent.usual)} are usual; find out whether it has moved, or remove it`
    return [{ ailment: 'silent', sick: true, sentence }]
  }
  const newest = source.newestItemAt
  if (!newest || isAhead(newest, now) || hoursBetween(newest, now) < staleAfter * dayHours) return []
  const sentence = `its newest item is from ${day(newest)}; find out whether it has moved, or remove it`
  return [{ ailment: 'stale', sick: true, sentence }]
}

function sizes(readings: PastReading[]): Finding[] {
  const read = readings.filter(({ outcome }) => outcome === 'read')
  const last = read.at(-1)
  const usual = median(read.slice(0, -1).map(({ items }) => items))
  if (!last || read.length <= usualFrom || usual < 4 || last.items * 2 >= usual) return []
  const sentence = `has shrunk to ${last.items} items, where ${usual} are usual; compare it with its site`
  return [{ ailment: 'shrinking', sick: true, sentence }]
}

function churn(readings: PastReading[]): Finding[] {
  const lately = readings.filter(({ outcome }) => outcome === 'read').slice(-5)
  if (lately.filter(({ churned }) => churned > 0).length < 2) return []
  const count = Math.max(...lately.map(({ churned }) => churned))
  const sentence = `gives its items new ids, ${count} at once; they are known by link, headline and date, and do not come twice`
  return [{ ailment: 'churning', sick: false, sentence }]
}

/** More new stories than its budget: to be known once, and a sickness where it does not catch up. */
function overBudget(readings: PastReading[]): Finding[] {
  const lately = readings.filter(({ outcome }) => outcome === 'read').slice(-3)
  const last = lately.findLast(({ putOff }) => putOff > 0)
  if (!last) return []
  const sick = lately.length === 3 && lately.every(({ putOff }) => putOff > 0)
  const sentence = `brought more new stories than its budget on ${day(last.at)}; ${last.putOff} were left for a later reading; give it a larger budget, or rules`
  return [{ ailment: 'over-budget', sick, sentence }]
}

function withoutPictures(pictures: PicturesLate | null): Finding[] {
  if (!pictures) return []
  const sentence = `has pictures that could not be had, ${pictures.count} in the last 48 hours: ${pictures.fault}`
  return [{ ailment: 'pictures', sick: false, sentence }]
}

const lastRead = (readings: PastReading[]): PastReading | undefined =>
  readings.findLast(({ outcome }) => outcome === 'read')

/** What the last document says of ids. */
function ids(readings: PastReading[]): Finding[] {
  const { doubles = 0, sharing = 0 } = lastRead(readings) ?? {}
  const shared = `has ${sharing} items that share an id or link; they are distinguished by link, else by headline`
  const twice = `lists items more than once; each is kept once, ${doubles} were left out`
  return [
    ...(sharing > 0 ? [{ ailment: 'shared-ids', sick: false, sentence: shared } as const] : []),
    ...(doubles > 0 ? [{ ailment: 'doubles', sick: false, sentence: twice } as const] : []),
  ]
}

function dated({ newestItemAt }: SourceState, readings: PastReading[], now: Temporal.Instant): Finding[] {
  const ahead = lastRead(readings)?.aheadItemAt ?? newestItemAt
  if (!ahead || !isAhead(ahead, now)) return []
  const sentence = `has an item dated ${day(ahead)}, which is in the future, so the item counts from when it was first seen; give the source its time zone or dateFormat`
  return [{ ailment: 'future-dates', sick: false, sentence }]
}

function moves(readings: PastReading[]): Finding[] {
  const moved = readings.findLast(({ outcome, reason }) => outcome === 'read' && reason !== null)
  return moved
    ? [{ ailment: 'moved', sick: false, sentence: `${moved.reason ?? ''} on ${day(moved.at)}` }]
    : []
}

/**
 * What ails a source, worst first, told from what is stored of it. `readings`: oldest first, of the last weeks. A source
 * that is off ails nothing.
 */
export function healthOf(
  source: SourceState,
  readings: PastReading[],
  now: Temporal.Instant,
  pictures: PicturesLate | null = null,
): Finding[] {
  if (source.status === 'off') return []
  if (source.status === 'retired')
    return [
      {
        ailment: 'retired',
        sick: true,
        sentence: 'is gone for good, as its server says; remove it, or give its new address',
      },
    ]
  if (source.checkedAt === null)
    return [{ ailment: 'never-read', sick: false, sentence: 'has not been read yet' }]
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
