import type { Schedule } from './newsroom.ts'

/** The very first edition of a digest opens this long before it freezes. */
const firstWindow = Temporal.Duration.from({ hours: 48 })

/** News whose publication date lies further back than this when first seen is turned away. */
export const oldAfter = Temporal.Duration.from({ hours: 48 })

/** The instant of a local time on a local date; in a gap the time after it, in an overlap the first. */
function localInstant(date: Temporal.PlainDate, time: string, zone: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant()
}

/** When the digest's edition of a local date leaves. */
export function sendInstant(schedule: Schedule, date: Temporal.PlainDate): Temporal.Instant {
  return localInstant(date, schedule.hour, schedule.timeZone)
}

/** When it freezes; a cutoff later than the hour of sending means the day before. */
export function cutoffInstant(schedule: Schedule, date: Temporal.PlainDate): Temporal.Instant {
  const day = schedule.cutoff > schedule.hour ? date.subtract({ days: 1 }) : date
  return localInstant(day, schedule.cutoff, schedule.timeZone)
}

/** True on the weekdays of the schedule. */
export function publishesOn(schedule: Schedule, date: Temporal.PlainDate): boolean {
  return schedule.days.includes(date.dayOfWeek)
}

/** The digest's local date at an instant. */
export function localDate(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate()
}

/**
 * The window that an edition takes stories from: first seen after `opensAt`, up to and with `frozenAt`.
 * It opens where the last edition that carried something froze.
 */
export function windowFor(
  frozenAt: Temporal.Instant,
  lastCarried: Temporal.Instant | null,
): { opensAt: Temporal.Instant; frozenAt: Temporal.Instant } {
  return { opensAt: lastCarried ?? frozenAt.subtract(firstWindow), frozenAt }
}

/** The first instant at or after `from` at which a subscriber's own local hour begins. */
export function firstLocalHour(from: Temporal.Instant, hour: string, zone: string): Temporal.Instant {
  const date = localDate(from, zone)
  const today = localInstant(date, hour, zone)
  return Temporal.Instant.compare(today, from) >= 0 ? today : localInstant(date.add({ days: 1 }), hour, zone)
}
