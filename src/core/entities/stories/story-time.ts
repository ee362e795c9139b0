import type { Story } from '../story.ts'

/** When a story counts as published: its date, but never later than it was first seen. */
export function storyTime(story: Pick<Story, 'publishedAt' | 'firstSeenAt'>): Temporal.Instant {
  const { publishedAt, firstSeenAt } = story
  if (publishedAt === null) return firstSeenAt
  return Temporal.Instant.compare(publishedAt, firstSeenAt) > 0 ? firstSeenAt : publishedAt
}

/** Tolerance for differing clocks only. */
const tolerance = Temporal.Duration.from({ hours: 1 })

/** True for a date in the future, which does not show when its item was published. */
export function isAhead(date: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(date, now.add(tolerance)) > 0
}

type Dated = readonly { date: Temporal.Instant | null }[]

/** The newest date of items, ignoring future ones; null if none has one. */
export function newestOf(items: Dated, now: Temporal.Instant): Temporal.Instant | null {
  return latest(items.flatMap(({ date }) => (date === null || isAhead(date, now) ? [] : date)))
}

/** The latest future date of items; null if there is none. */
export function furthestAhead(items: Dated, now: Temporal.Instant): Temporal.Instant | null {
  return latest(items.flatMap(({ date }) => (date !== null && isAhead(date, now) ? date : [])))
}

function latest(dates: Temporal.Instant[]): Temporal.Instant | null {
  return dates.sort(Temporal.Instant.compare).at(-1) ?? null
}
