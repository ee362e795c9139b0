import type { Digest } from '../../../core/entities/newsroom.ts'
import { hasCutoffWithin } from '../../../core/schedule.ts'
import type { SourceRecord } from '../../../store/repositories/sources.ts'
import { alertSources } from '../../alerts/alert-sources.ts'
import type { Context } from '../../context.ts'
import { collect, idle, isOn, type UnderWay } from './collect.ts'

/** Sources are read this often, and once more shortly before a cutoff. */
const collectEvery = Temporal.Duration.from({ minutes: 15 })
const beforeCutoff = Temporal.Duration.from({ minutes: 3 })
/** Editors are told of sick sources so long before a cutoff. */
const alertAhead = Temporal.Duration.from({ hours: 2 })

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0

/**
 * Reads the sources whose turn it is, but for those that are being read: shortly before a cutoff each once more, whatever
 * it said of staying as it is. Nothing waits for it: editions are composed of what is there at their cutoff.
 */
export async function collectDue(
  context: Context,
  signal: AbortSignal,
  underWay: UnderWay = idle(),
): Promise<void> {
  if ((await context.store.newsroom.get()) === null) return
  const digests = await context.store.digests.list()
  const now = context.clock.now()
  const isDue = dueAt(now, hasCutoffAhead(digests, now, beforeCutoff))
  const which = (source: SourceRecord): boolean => isDue(source) && !underWay.readings.has(source.id)
  const due = (await context.store.sources.list()).filter((source) => isOn(source) && which(source))
  if (due.length > 0) await collect(context, { which, signal, underWay })
  // While there is still time to see to a source before the next edition is frozen.
  if (!signal.aborted && hasCutoffAhead(digests, context.clock.now(), alertAhead)) await alertSources(context)
}

const hasCutoffAhead = (digests: Digest[], now: Temporal.Instant, ahead: Temporal.Duration): boolean =>
  digests.some(({ schedule }) => hasCutoffWithin(schedule, now, ahead))

function dueAt(now: Temporal.Instant, nearCutoff: boolean): (source: SourceRecord) => boolean {
  return ({ checkedAt, retryAt, freshUntil }) => {
    if (retryAt && isAfter(retryAt, now)) return false
    if (!nearCutoff && freshUntil && isAfter(freshUntil, now)) return false
    return checkedAt === null || !isAfter(checkedAt.add(nearCutoff ? beforeCutoff : collectEvery), now)
  }
}
