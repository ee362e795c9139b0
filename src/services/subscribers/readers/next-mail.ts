import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { endedEditions } from '../../../core/entities/states.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { firstLocalHour, localDate, planned } from '../../../core/schedule.ts'
import type { Context } from '../../context.ts'
import { expectedDay } from '../../sending/warm-up/expected-day.ts'

/** The next e-mail that a reader will get. */
export interface NextMail {
  date: Temporal.PlainDate
  /** By their own hour, or the digest's. */
  at: Temporal.Instant
  /** Null if it does not exist yet. */
  edition: Edition | null
  /**
   * Earlier local dates with an edition that they will not get: not on their days, during their pause, or before their day in a warm-up.
   */
  passedOver: { date: Temporal.PlainDate; why: 'day' | 'paused' | 'warm-up' | 'warm-up-paused' }[]
}

/** Long enough to include some editions of a weekly digest. */
const daysAhead = 40

/** The next e-mail of a reader by their days, hour and pause; null if there is none in the next weeks. */
export async function nextMail(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  digest: Digest,
  subscription: Subscription,
): Promise<NextMail | null> {
  requirePermission(actor, 'view-readers', digest.id)
  const now = clock.now()
  const today = localDate(now, digest.schedule.timeZone)
  const made = await store.editions.onDates(digest.id, today, today.add({ days: daysAhead }))
  const passedOver: NextMail['passedOver'] = []
  const waits = await expectedDay({ store, clock }, subscription.subscriberId)
  for (let days = 0; days < daysAhead; days++) {
    const date = today.add({ days })
    const edition = made.get(date.toString()) ?? null
    const at = hourOf(digest, subscription, date, edition)
    if (!at || Temporal.Instant.compare(at, now) <= 0) continue
    const { days: chosen, pausedUntil } = subscription
    const isPaused = pausedUntil !== null && Temporal.Instant.compare(pausedUntil, at) > 0
    if (chosen && !chosen.includes(date.dayOfWeek)) passedOver.push({ date, why: 'day' })
    else if (isPaused) passedOver.push({ date, why: 'paused' })
    else if (waits && (edition?.startedAt || isBefore(date, waits.date)))
      passedOver.push({ date, why: waits.isPaused ? 'warm-up-paused' : 'warm-up' })
    else return { date, at, edition, passedOver }
  }
  return null
}

/** Before a known day; always, if it is unknown. */
const isBefore = (date: Temporal.PlainDate, day: Temporal.PlainDate | null): boolean =>
  day === null || Temporal.PlainDate.compare(date, day) < 0

/** When a reader gets the edition of a date; null if there is none. */
function hourOf(
  { schedule }: Digest,
  { hour, timeZone }: Subscription,
  date: Temporal.PlainDate,
  edition: Edition | null,
): Temporal.Instant | null {
  const plan = planned(schedule, date)
  if (edition ? endedEditions.includes(edition.status) : plan?.kind !== 'edition') return null
  const frozen = edition?.frozenAt ?? plan?.cutoff
  if (hour !== null && frozen) return firstLocalHour(frozen, hour, timeZone ?? schedule.timeZone)
  return edition?.dueAt ?? plan?.sendAt ?? null
}
