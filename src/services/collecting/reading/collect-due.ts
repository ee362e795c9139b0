import type { Digest } from '../../../core/entities/newsroom.ts'
import { hasCutoffWithin } from '../../../core/schedule.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import { alertSources } from '../../alerts/alert-sources.ts'
import type { Context } from '../../context.ts'
import { collect } from './collect.ts'

/** Before a cutoff each source is read once more, so shortly before it. */
const beforeCutoff = Temporal.Duration.from({ minutes: 3 })
/** Editors are told of sick sources so long before a cutoff. */
const alertAhead = Temporal.Duration.from({ hours: 2 })

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0

/**
 * Reads the sources whose turn it is, but for those that this process or another is reading: shortly before a cutoff each
 * once more, whatever it said of staying as it is. Nothing waits for it: editions are composed of what is there at their cutoff.
 */
export async function collectDue(context: Context, signal: AbortSignal): Promise<void> {
  if ((await context.store.newsroom.get()) === null) return
  const digests = await context.store.digests.list()
  const now = context.clock.now()
  const which = hasCutoffAhead(digests, now, beforeCutoff) ? unreadLately(now) : whoseTurnItIs(now)
  await collect(context, { which, signal, held: 'skip' })
  // While there is still time to see to a source before the next edition is frozen.
  if (!signal.aborted && hasCutoffAhead(digests, context.clock.now(), alertAhead)) await alertSources(context)
}

const hasCutoffAhead = (digests: Digest[], now: Temporal.Instant, ahead: Temporal.Duration): boolean =>
  digests.some(({ schedule }) => hasCutoffWithin(schedule, now, ahead))

const isAskedToWait = ({ retryAt }: SourceRecord, now: Temporal.Instant): boolean =>
  retryAt !== null && isAfter(retryAt, now)

const whoseTurnItIs =
  (now: Temporal.Instant) =>
  (source: SourceRecord): boolean =>
    !isAskedToWait(source, now) && (source.nextReadAt === null || !isAfter(source.nextReadAt, now))

/** Sources that nobody has read in the minutes before an edition. */
export const unreadLately =
  (now: Temporal.Instant) =>
  (source: SourceRecord): boolean =>
    !isAskedToWait(source, now) &&
    (source.checkedAt === null || !isAfter(source.checkedAt.add(beforeCutoff), now))
