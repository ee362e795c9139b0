import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Pause } from '../../../core/entities/sending/sending-pause.ts'
import { openStates, type DeliveryStatus } from '../../../core/entities/states.ts'
import type { Context } from '../../context.ts'
import { findViewed, type ViewedPlace } from '../../editions/viewing/find-viewed.ts'
import { sendingPause } from '../sending-pause.ts'

/** How an edition leaves just now. */
export interface ShownSending {
  digest: Digest
  edition: Edition
  counts: Partial<Record<DeliveryStatus, number>>
  total: number
  /** Accepted in the last minute, a second. */
  perSecond: number
  /** Seconds until the last of those that are due now; null where nothing is, or nothing leaves. */
  secondsLeft: number | null
  /** Mails that wait for their reader's own hour. */
  ownHour: number
  /** Accepted mails a second, from the first on. */
  rate: { at: Temporal.Instant; perSecond: number }[]
  /** What servers said of those that were not accepted. */
  replies: { status: DeliveryStatus; said: string; count: number }[]
  /** Mails that may or may not have arrived, of which a person says what becomes. */
  unknown: { email: string | null; at: Temporal.Instant | null; reply: string | null }[]
  /** While all sending is paused. */
  pause: Pause | null
}

/** Points of the plot, at most, and mails and replies in a list. */
const points = 60
const mostListed = 50
/** A step of the plot is this long at least. */
const leastStepMs = 5_000

/** The outcomes, rate and time left of an edition, and what of it needs a person. */
export async function showSending(
  context: Pick<Context, 'store' | 'clock' | 'renderer'>,
  actor: Actor,
  place: ViewedPlace,
): Promise<ShownSending> {
  const { digest, edition } = await findViewed(context, actor, place)
  const { store, clock } = context
  const now = clock.now()
  const ledger = await store.deliveries.counts(edition.id)
  const counts = Object.keys(ledger).length > 0 ? ledger : (edition.totals ?? {})
  const open = openStates.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  const ownHour = await store.progress.waitingForHour(edition.id, now)
  const lately = await store.progress.accepted(edition.id, now.subtract({ minutes: 1 }), 60_000)
  const perSecond = lately.reduce((sum, { count }) => sum + count, 0) / 60
  const due = open - ownHour - (counts.deferred ?? 0)
  const unknown = await store.deliveries.list({ editionId: edition.id, status: 'unknown', count: mostListed })
  return {
    digest,
    edition,
    counts,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    perSecond,
    secondsLeft: due > 0 && perSecond > 0 ? Math.ceil(due / perSecond) : null,
    ownHour,
    rate: await rateOf(context, edition, now),
    replies: await store.progress.replies(edition.id, mostListed),
    unknown: unknown.map(({ email, finishedAt: at, reply }) => ({ email, at, reply })),
    pause: await sendingPause(context),
  }
}

async function rateOf(
  { store }: Pick<Context, 'store'>,
  { id, startedAt, finishedAt }: Edition,
  now: Temporal.Instant,
): Promise<ShownSending['rate']> {
  if (!startedAt) return []
  const end = finishedAt ?? now
  const span = end.epochMilliseconds - startedAt.epochMilliseconds
  const step = Math.max(Math.ceil(span / points / 1000) * 1000, leastStepMs)
  const found = new Map(
    (await store.progress.accepted(id, startedAt, step)).map(({ at, count }) => [
      at.epochMilliseconds,
      count,
    ]),
  )
  const steps = Math.min(Math.floor(span / step) + 1, points + 1)
  return Array.from({ length: steps }, (_, index) => {
    const at = startedAt.add({ milliseconds: index * step })
    return { at, perSecond: ((found.get(at.epochMilliseconds) ?? 0) * 1000) / step }
  })
}
