import type { Digest } from '../../../core/entities/newsroom.ts'
import { hasCutoffWithin } from '../../../core/schedule.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import { alertSources } from '../../alerts/alert-sources.ts'
import type { Context } from '../../context.ts'
import { hasSpace } from '../../disk/require-space.ts'
import { isGone } from '../../workers.ts'
import { collect } from './collect.ts'
import { isOn } from './read-in-turn.ts'

/** Each source is read once more this long before a cutoff. */
const beforeCutoff = Temporal.Duration.from({ minutes: 3 })
/** Editors are alerted to unhealthy sources this long before a cutoff. */
const alertBefore = Temporal.Duration.from({ hours: 2 })

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0

/**
 * Reads the sources that are due, except those that this process or another is reading: shortly before a cutoff each once more, even if it
 * asked to be read less often. Nothing waits for it: editions are composed of what exists at their cutoff. Reads nothing if the disk is
 * below its minimum.
 */
export async function collectDue(context: Context, signal: AbortSignal): Promise<void> {
  if ((await context.store.newsroom.get()) === null) return
  if (hasSpace(context)) await collect(context, { which: await whichIsDue(context), signal, held: 'skip' })
  if (!signal.aborted) await alertAhead(context)
}

/** The ids of sources that are due, for processes that share them; those being read are left out. */
export async function sourcesDue(context: Context): Promise<number[]> {
  if ((await context.store.newsroom.get()) === null) return []
  await alertAhead(context)
  if (!hasSpace(context)) return []
  const isDue = await whichIsDue(context)
  const now = context.clock.now()
  const isFree = ({ reader }: SourceRecord): boolean => reader === null || isGone(reader, now)
  const sources = await context.store.sources.list()
  return sources.filter((source) => isOn(source) && isFree(source) && isDue(source)).map(({ id }) => id)
}

/** Reads one of them, unless it was read since. */
export async function collectOne(context: Context, id: number, signal: AbortSignal): Promise<void> {
  if (!hasSpace(context)) return
  const isDue = await whichIsDue(context)
  const which = (source: SourceRecord): boolean => source.id === id && isDue(source)
  await collect(context, { which, signal, held: 'skip' })
}

async function whichIsDue({ store, clock }: Context): Promise<(source: SourceRecord) => boolean> {
  const now = clock.now()
  const isShortly = hasCutoffAhead(await store.digests.list(), now, beforeCutoff)
  return isShortly ? unreadLately(now) : isDue(now)
}

/** Alerts editors to unhealthy sources while there is time to act before the next edition is frozen. */
async function alertAhead(context: Context): Promise<void> {
  const { store, clock } = context
  if (hasCutoffAhead(await store.digests.list(), clock.now(), alertBefore)) await alertSources(context)
}

const hasCutoffAhead = (digests: Digest[], now: Temporal.Instant, ahead: Temporal.Duration): boolean =>
  digests.some(({ schedule }) => hasCutoffWithin(schedule, now, ahead))

const isAskedToWait = ({ retryAt }: SourceRecord, now: Temporal.Instant): boolean =>
  retryAt !== null && isAfter(retryAt, now)

const isDue =
  (now: Temporal.Instant) =>
  (source: SourceRecord): boolean =>
    !isAskedToWait(source, now) && (source.nextReadAt === null || !isAfter(source.nextReadAt, now))

/** Sources that have not been read in the minutes before an edition. */
export const unreadLately =
  (now: Temporal.Instant) =>
  (source: SourceRecord): boolean =>
    !isAskedToWait(source, now) &&
    (source.checkedAt === null || !isAfter(source.checkedAt.add(beforeCutoff), now))
