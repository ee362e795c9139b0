import { nextTarget } from '../../../core/entities/sending/warm-up-plan.ts'
import type { WarmUp, WarmUpDay, WarmUpPlan } from '../../../core/entities/sending/warm-up.ts'
import { endedEditions } from '../../../core/entities/states.ts'
import { localDate, planned } from '../../../core/schedule.ts'
import type { Context } from '../../context.ts'

/** A future day, as it will be if nothing stops the plan and nobody joins or leaves. */
export interface CalendarDay {
  date: Temporal.PlainDate
  /** Readers admitted on that day, and in total by then. */
  admitted: number
  total: number
}

/** The progress of a plan: before it has begun there are no days. */
export interface PlanSoFar extends Pick<WarmUpPlan, 'steps' | 'timeZone'> {
  days: readonly WarmUpDay[]
  admitted: number
}

export const soFar = ({ steps, timeZone, admitted }: WarmUp, days: readonly WarmUpDay[]): PlanSoFar => ({
  steps,
  timeZone,
  admitted,
  days,
})

/** A digest of one day a week needs one for each step. */
const longest = 1_000

/** The days on which the waiting readers are admitted, from today: dates on which some digest has an edition. */
export async function calendarOf(
  context: Pick<Context, 'store' | 'clock'>,
  { steps, timeZone, days, admitted }: PlanSoFar,
  waiting: number,
): Promise<CalendarDay[]> {
  const found: CalendarDay[] = []
  let last: Pick<WarmUpDay, 'date' | 'target'> | null = days.at(-1) ?? null
  let total = admitted
  const all = admitted + waiting
  const today = localDate(context.clock.now(), timeZone)
  const digests = await context.store.digests.list()
  for (let ahead = 0; ahead < longest && total < all; ahead++) {
    const date = today.add({ days: ahead })
    if (last && Temporal.PlainDate.compare(date, last.date) <= 0) continue
    const isSent = ahead === 0 ? await isStillToday(context, date) : isPlanned(digests, date)
    if (!isSent) continue
    const target = nextTarget(steps, last, total, true)
    const next = Math.min(Math.max(target, total), all)
    found.push({ date, admitted: next - total, total: next })
    last = { date, target }
    total = next
  }
  return found
}

type Digests = Awaited<ReturnType<Context['store']['digests']['list']>>

const isPlanned = (digests: Digests, date: Temporal.PlainDate): boolean =>
  digests.some(({ schedule }) => planned(schedule, date)?.kind === 'edition')

/** Whether an edition of today has not begun yet. */
async function isStillToday(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  date: Temporal.PlainDate,
): Promise<boolean> {
  for (const { id, schedule } of await store.digests.list()) {
    const made = (await store.editions.onDates(id, date, date)).get(date.toString())
    if (made && made.startedAt === null && !endedEditions.includes(made.status)) return true
    const plan = made ? null : planned(schedule, date)
    if (plan?.kind === 'edition' && Temporal.Instant.compare(plan.sendAt, clock.now()) > 0) return true
  }
  return false
}
