import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Pause } from '../../../core/entities/sending/sending-pause.ts'
import { openStates, type DeliveryStatus } from '../../../core/entities/states.ts'
import type { Context } from '../../context.ts'
import { findViewed, type ViewedPlace } from '../../editions/viewing/find-viewed.ts'
import { sendingPause } from '../sending-pause.ts'

/** The current progress of an edition that is being sent. */
export interface ShownSending {
  digest: Digest
  edition: Edition
  counts: Partial<Record<DeliveryStatus, number>>
  total: number
  /** E-mails accepted per second, over the last minute. */
  perSecond: number
  /** Seconds until the last of those due now is sent; null if none is due, or nothing is being sent. */
  secondsLeft: number | null
  /** E-mails waiting for their reader's own hour. */
  ownHour: number
  /** Accepted e-mails per second, since the first. */
  rate: { at: Temporal.Instant; perSecond: number }[]
  /** Replies of servers about e-mails that were not accepted. */
  replies: { status: DeliveryStatus; said: string; count: number }[]
  /** E-mails that may or may not have arrived; a person decides what to do. */
  unknown: { email: string | null; at: Temporal.Instant | null; reply: string | null }[]
  /** Set while all sending is paused. */
  pause: Pause | null
}

/** Limits: points in the plot, and e-mails and replies in a list. */
const points = 60
const mostListed = 50
/** The shortest step of the plot. */
const leastStepMs = 5_000

/** The outcomes, rate and remaining time of an edition, and what needs a person's decision. */
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
