import type { CalendarDay, Digest } from '../../../core/entities/newsroom.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { isDayOf, localDate, planned, windowFor, type Planned } from '../../../core/schedule.ts'
import type { EditionStatus } from '../../../core/entities/states.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { alertMissed } from '../../alerts/alert-ended.ts'
import type { Context } from '../../context.ts'
import { said, type Reason, type Said, type Refused } from '../../../core/said/said.ts'

/** A local date, combined from the calendar and the store. */
export interface ScheduledDay {
  date: string
  /** Null on a day without an edition of its own. */
  cutoff: string | null
  sendAt: string | null
  /** The state of its edition; `planned` or `no-edition` if there is none yet. */
  status: EditionStatus | 'planned' | 'no-edition'
  /** Why it is moved, skipped, missed or stopped. */
  reason: Reason | null
}

export interface PlannedDay {
  date: Temporal.PlainDate
  plan: Planned
}

type Deps = Pick<Context, 'store' | 'clock'>

/** The days of a digest from today's local date on: with an edition, planned, or without one. */
export async function listDays(
  { store, clock }: Deps,
  digest: Digest,
  count: number,
): Promise<ScheduledDay[]> {
  const today = localDate(clock.now(), digest.schedule.timeZone)
  const dates = Array.from({ length: count }, (_, days) => today.add({ days }))
  const made = await store.editions.onDates(digest.id, today, dates.at(-1) ?? today)
  return dates.flatMap((date): ScheduledDay[] => {
    const plan = planned(digest.schedule, date)
    const edition = made.get(date.toString())
    if (!plan && !edition) return []
    const takesPlace = edition !== undefined || plan?.kind === 'edition'
    return [
      {
        date: date.toString(),
        cutoff: takesPlace ? ((edition?.frozenAt ?? plan?.cutoff)?.toString() ?? null) : null,
        sendAt: takesPlace ? ((edition?.dueAt ?? plan?.sendAt)?.toString() ?? null) : null,
        status: edition?.status ?? (plan?.kind === 'edition' ? 'planned' : 'no-edition'),
        reason: edition?.reason ?? plan?.reason ?? null,
      },
    ]
  })
}

/** Records that a day has no edition, with the reason; does nothing if it has one. */
export async function endDay(
  { store, clock, events }: Pick<Context, 'store' | 'clock' | 'events'>,
  digest: Digest,
  { date, plan }: PlannedDay,
  as: 'skipped' | 'missed',
  reason: Reason,
): Promise<void> {
  await store.transaction(async (tx) => {
    const window = windowFor(plan.cutoff, await tx.editions.windowsBefore(digest.id))
    const ended = {
      digestId: digest.id,
      date,
      number: 0,
      ...window,
      dueAt: plan.sendAt,
      createdAt: clock.now(),
    }
    const made = await tx.editions.createEnded(ended, as, reason)
    if (made && as === 'missed')
      await alertMissed(tx, events, digest, { date, number: 0 }, reason, clock.now())
  })
}

/** Why a calendar cannot have a day; null if it can. `others` are the days beside it. */
export function calendarFault(
  schedule: Digest['schedule'],
  day: CalendarDay,
  others: readonly CalendarDay[],
): Said | null {
  const to = day.to === null ? null : Temporal.PlainDate.from(day.to)
  if (!isDayOf(schedule, Temporal.PlainDate.from(day.date)))
    return said('day-not-of-digest', { date: day.date })
  if (others.some((other) => other.date === day.date)) return said('day-twice', { date: day.date })
  if (to === null) return day.hour === null ? null : said('day-skipped-with-hour', { date: day.date })
  if (others.some((other) => other.to === day.to)) return said('day-two-moved', { date: to.toString() })
  if (day.to === day.date) return day.hour === null ? said('day-moved-to-itself', { date: day.date }) : null
  const isFree =
    !isDayOf(schedule, to) || others.some((other) => other.date === day.to && other.to !== day.to)
  return isFree ? null : said('day-taken', { date: to.toString() })
}

/** The outcome of a change to the calendar; a refusal is a `conflict` if it depends on the current state, not on the day itself. */
export type CalendarChanged = { ok: true } | CalendarRefused
export type CalendarRefused = Refused & { isConflict: boolean }

const conflict = (why: Said): CalendarRefused => ({ ok: false, ...why, isConflict: true })
const invalidDay = (why: Said): CalendarRefused => ({ ok: false, ...why, isConflict: false })

/** Skips a day, or moves its edition. Refused if that makes no sense, or if its edition exists already. */
export async function setDay(
  context: Deps,
  digest: Digest,
  day: CalendarDay,
  actor: Actor,
): Promise<CalendarChanged> {
  requirePermission(actor, 'change-calendar', digest.id)
  const fault = calendarFault(
    digest.schedule,
    day,
    digest.schedule.calendar.filter((other) => other.date !== day.date),
  )
  if (fault) return invalidDay(fault)
  const today = localDate(context.clock.now(), digest.schedule.timeZone)
  if (day.date < today.toString()) return invalidDay(said('day-passed', { date: day.date }))
  const conflicting = await existingEditionOn(context, digest, [day.date, day.to ?? day.date])
  return conflicting ?? change(context, digest, day.date, day, actor)
}

/** Restores a date to the weekly schedule; `cleared` is false if the calendar has no entry for it. */
export async function clearDay(
  context: Deps,
  digest: Digest,
  date: string,
  actor: Actor,
): Promise<{ ok: true; cleared: boolean } | CalendarRefused> {
  requirePermission(actor, 'change-calendar', digest.id)
  const day = digest.schedule.calendar.find((known) => known.date === date)
  if (!day) return { ok: true, cleared: false }
  const conflicting = await existingEditionOn(context, digest, [date, day.to ?? date])
  const changed = conflicting ?? (await change(context, digest, date, null, actor))
  return changed.ok ? { ok: true, cleared: true } : changed
}

/** A refusal if one of the dates already has its edition; otherwise null. */
async function existingEditionOn(
  { store }: Deps,
  digest: Digest,
  dates: readonly string[],
): Promise<CalendarRefused | null> {
  for (const date of new Set(dates)) {
    const edition = await store.editions.byDate(digest.id, Temporal.PlainDate.from(date))
    if (edition)
      return conflict(said('day-has-edition', { digest: digest.key, date, status: edition.status }))
  }
  return null
}

async function change(
  { store, clock }: Deps,
  digest: Digest,
  date: string,
  day: CalendarDay | null,
  actor: Actor,
): Promise<CalendarChanged> {
  const { calendar } = digest.schedule
  const next = [...calendar.filter((known) => known.date !== date), ...(day ? [day] : [])]
  next.sort((a, b) => (a.date < b.date ? -1 : 1))
  if (JSON.stringify(next) === JSON.stringify(calendar)) return { ok: true }
  return store.transaction(async (tx): Promise<CalendarChanged> => {
    if (!(await tx.digests.changeCalendar(digest.id, calendar, next)))
      return conflict(said('calendar-changed-meanwhile'))
    const subject = `digest:${digest.key}`
    await tx.audit.append({ at: clock.now(), actor, action: 'calendar', subject, detail: { date, day } })
    return { ok: true }
  })
}
