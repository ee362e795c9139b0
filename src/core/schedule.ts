import type { Schedule } from './entities/newsroom.ts'
import { said, type Reason } from './said/said.ts'

/** ISO weekdays from 1, as written in lists and forms. */
export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** How long before its freeze the first edition of a digest opens. */
const firstWindow = Temporal.Duration.from({ hours: 48 })

/** How far back a digest remembers what it carried, and an e-mail shows what was new "since": a weekly reader's week and a missed one. */
export const remembered = Temporal.Duration.from({ hours: 14 * 24 })

/** News that was published longer than this before it was first seen is left out. */
export const oldAfter = Temporal.Duration.from({ hours: 48 })

/** The instant of a local time on a local date; in a DST gap the time after it, in an overlap the first. */
function localInstant(date: Temporal.PlainDate, time: string, zone: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant()
}

/** When the digest's edition of a local date is sent, at that day's own hour or the digest's. */
export function sendInstant(
  schedule: Schedule,
  date: Temporal.PlainDate,
  hour: string = schedule.hour,
): Temporal.Instant {
  return localInstant(date, hour, schedule.timeZone)
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/**
 * When it freezes: as long before its hour, in local time, as the cutoff is before the digest's hour. A cutoff later than the hour of
 * sending is on the previous day.
 */
export function cutoffInstant(
  schedule: Schedule,
  date: Temporal.PlainDate,
  hour: string = schedule.hour,
): Temporal.Instant {
  const minutes = (minutesOf(schedule.hour) - minutesOf(schedule.cutoff) + 1440) % 1440
  const sendAt = sendInstant(schedule, date, hour)
  const cutoff = date
    .toPlainDateTime(Temporal.PlainTime.from(hour))
    .subtract({ minutes })
    .toZonedDateTime(schedule.timeZone)
    .toInstant()
  // A cutoff in a DST gap is moved after it, and so possibly after the hour.
  return Temporal.Instant.compare(cutoff, sendAt) > 0 ? sendAt.subtract({ minutes }) : cutoff
}

/** What is scheduled for a local date: an edition, or none on a weekday that otherwise has one. */
export type Planned =
  | { kind: 'edition'; cutoff: Temporal.Instant; sendAt: Temporal.Instant; reason: string | null }
  | { kind: 'skipped'; cutoff: Temporal.Instant; sendAt: Temporal.Instant; reason: Reason }

/** What week and calendar say for a local date; null if nothing is planned, and for dates that a zone skipped. */
export function planned(schedule: Schedule, date: Temporal.PlainDate): Planned | null {
  if (!isDateOf(schedule.timeZone, date)) return null
  const iso = date.toString()
  const at = (hour: string | null) => ({
    cutoff: cutoffInstant(schedule, date, hour ?? undefined),
    sendAt: sendInstant(schedule, date, hour ?? undefined),
  })
  const moved = schedule.calendar.find((day) => day.to === iso)
  if (moved) return { kind: 'edition', ...at(moved.hour), reason: moved.reason }
  if (!isDayOf(schedule, date)) return null
  const left = schedule.calendar.find((day) => day.date === iso)
  if (!left) return { kind: 'edition', ...at(null), reason: null }
  const reason = left.to === null ? left.reason : said('reason-moved', { reason: left.reason, date: left.to })
  return { kind: 'skipped', ...at(null), reason }
}

/** True on the weekdays of the schedule. */
export function isDayOf(schedule: Schedule, date: Temporal.PlainDate): boolean {
  return schedule.days.includes(date.dayOfWeek)
}

/** False for a date that a zone skipped, such as 30 December 2011 in Samoa, which crossed the date line. */
function isDateOf(timeZone: string, date: Temporal.PlainDate): boolean {
  return date.toZonedDateTime({ timeZone, plainTime: '12:00' }).toPlainDate().equals(date)
}

/** The digest's local date at an instant. */
export function localDate(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate()
}

/**
 * The window from which an edition takes stories: first seen after `opensAt`, up to and including `frozenAt`. It opens where the last
 * edition that carried something froze, or if none has, where the first one opened.
 */
export function windowFor(
  frozenAt: Temporal.Instant,
  before: { carriedUntil: Temporal.Instant | null; begun: Temporal.Instant | null },
): { opensAt: Temporal.Instant; frozenAt: Temporal.Instant } {
  const opensAt = before.carriedUntil ?? before.begun ?? frozenAt.subtract(firstWindow)
  return { opensAt, frozenAt }
}

/** The first instant at or after `from` at which a subscriber's own local hour begins. */
export function firstLocalHour(from: Temporal.Instant, hour: string, zone: string): Temporal.Instant {
  const date = localDate(from, zone)
  const today = localInstant(date, hour, zone)
  return Temporal.Instant.compare(today, from) >= 0 ? today : localInstant(date.add({ days: 1 }), hour, zone)
}

/** True if a cutoff of the schedule is within `ahead` of `now`. */
export function hasCutoffWithin(
  schedule: Schedule,
  now: Temporal.Instant,
  ahead: Temporal.Duration,
): boolean {
  const today = localDate(now, schedule.timeZone)
  return [0, 1, 2].some((days) => {
    const plan = planned(schedule, today.add({ days }))
    if (plan?.kind !== 'edition') return false
    return (
      Temporal.Instant.compare(plan.cutoff, now) > 0 &&
      Temporal.Instant.compare(plan.cutoff, now.add(ahead)) <= 0
    )
  })
}
