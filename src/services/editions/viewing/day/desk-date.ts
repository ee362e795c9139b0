import type { Actor } from '../../../../core/entities/actor.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { EditionStatus } from '../../../../core/entities/states.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import { localDate, planned } from '../../../../core/schedule.ts'
import type { Context } from '../../../context.ts'

/** Long enough to include the next edition of a weekly digest. */
const daysAhead = 60
const atWork: readonly EditionStatus[] = ['draft', 'approved', 'sending']

/** The date that editors work on: of an edition that has not been sent, otherwise of the next planned one; today if there is none. */
export async function deskDate(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  { id, schedule }: Digest,
): Promise<Temporal.PlainDate> {
  requirePermission(actor, 'view-desk', id)
  const now = clock.now()
  const today = localDate(now, schedule.timeZone)
  const made = await store.editions.onDates(id, today, today.add({ days: daysAhead }))
  for (let days = 0; days < daysAhead; days++) {
    const date = today.add({ days })
    const edition = made.get(date.toString())
    const plan = planned(schedule, date)
    const isToCome =
      plan?.kind === 'edition' &&
      Temporal.Instant.compare(plan.sendAt.add({ hours: schedule.catchUp }), now) > 0
    if (edition ? atWork.includes(edition.status) : isToCome) return date
  }
  return today
}
