import type { Profile } from '../../core/entities/newsroom.ts'

/** Whether a profile's last review is more than a year old. */
export function isOverdue({ reviewed }: Pick<Profile, 'reviewed'>, now: Temporal.Instant): boolean {
  const yearAgo = now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ years: 1 })
  return Temporal.PlainDate.compare(Temporal.PlainDate.from(reviewed), yearAgo) < 0
}
