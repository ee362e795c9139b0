import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'

/** The longest pause of a subscription. */
const longestDays = 366

/**
 * Pauses a subscription until the beginning of a local date, as typed in a form (`2026-12-24`); an empty one ends the pause. E-mails that
 * are waiting are paused, too.
 */
export async function pauseSubscription(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  digest: Digest,
  until: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const at = clock.now()
  const zone = subscription.timeZone ?? digest.schedule.timeZone
  const end = readPauseEnd(until, zone, at)
  if (!end.ok) return end
  await store.transaction(async (tx) => {
    if (!(await tx.subscribers.lock(subscription.subscriberId))) return
    const { pausedUntil } = (await tx.subscribers.byId(subscription.id)) ?? subscription
    await tx.subscribers.pause(subscription.id, end.until, null, at)
    const subject = `subscription:${subscription.id}`
    const before = pausedUntil?.toZonedDateTimeISO(zone).toPlainDate().toString() ?? ''
    const detail = { until: until === '' ? null : until, before }
    await tx.audit.append({ at, actor, action: 'pause', subject, detail })
  })
  return { ok: true }
}

/** The beginning of a local date as typed (`2026-12-24`), after today and within a year; null if empty. */
export function readPauseEnd(
  written: string,
  zone: string,
  now: Temporal.Instant,
): { ok: true; until: Temporal.Instant | null } | Refused {
  if (written === '') return { ok: true, until: null }
  const date = dateOf(written)
  if (date === null) return refused('date-invalid', { date: written.slice(0, 40) })
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  if (Temporal.PlainDate.compare(date, today) <= 0) return refused('date-past')
  if (today.until(date).days > longestDays) return refused('date-far', { days: longestDays })
  return { ok: true, until: date.toZonedDateTime(zone).toInstant() }
}

function dateOf(written: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return null
  try {
    return Temporal.PlainDate.from(written)
  } catch {
    return null
  }
}
