import type { Actor } from '../../../../core/entities/actor.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import { localDate, planned } from '../../../../core/schedule.ts'
import type { Context } from '../../../context.ts'

/** A future edition. */
export interface ComingHour {
  date: Temporal.PlainDate
  cutoff: Temporal.Instant
  sendAt: Temporal.Instant
}

/** Long enough to include five hours of a weekly digest. */
const daysAhead = 60

/** The next hours at which editions of a digest are sent, soonest first, including skipped and moved days of the calendar. */
export async function nextHours(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  { digest, count }: { digest: Digest; count: number },
): Promise<ComingHour[]> {
  requirePermission(actor, 'view-desk', digest.id)
  const now = clock.now()
  const today = localDate(now, digest.schedule.timeZone)
  const made = await store.editions.onDates(digest.id, today, today.add({ days: daysAhead }))
  const hours: ComingHour[] = []
  for (let days = 0; days < daysAhead && hours.length < count; days++) {
    const date = today.add({ days })
    const edition = made.get(date.toString())
    const plan = planned(digest.schedule, date)
    const isOpen = edition
      ? edition.status === 'draft' || edition.status === 'approved'
      : plan?.kind === 'edition'
    const sendAt = edition?.dueAt ?? plan?.sendAt
    const cutoff = edition?.frozenAt ?? plan?.cutoff
    if (isOpen && sendAt && cutoff && Temporal.Instant.compare(sendAt, now) > 0)
      hours.push({ date, cutoff, sendAt })
  }
  return hours
}
