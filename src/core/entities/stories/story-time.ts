import type { Story } from '../story.ts'

/** When a story is taken to have come out: its date, but never after it was first seen. */
export function storyTime(story: Pick<Story, 'publishedAt' | 'firstSeenAt'>): Temporal.Instant {
  const { publishedAt, firstSeenAt } = story
  if (publishedAt === null) return firstSeenAt
  return Temporal.Instant.compare(publishedAt, firstSeenAt) > 0 ? firstSeenAt : publishedAt
}

/** Clocks that differ, and no more. */
const tolerance = Temporal.Duration.from({ hours: 1 })

/** True for a date that is still to come, and so says nothing of when its item came out. */
export function isAhead(date: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(date, now.add(tolerance)) > 0
}

type Dated = readonly { date: Temporal.Instant | null }[]

/** The newest date of items that came out; null where none has one. */
export function newestOf(items: Dated, now: Temporal.Instant): Temporal.Instant | null {
  return latest(items.flatMap(({ date }) => (date === null || isAhead(date, now) ? [] : date)))
}

/** The furthest date of items that is still to come; null where none is. */
export function furthestAhead(items: Dated, now: Temporal.Instant): Temporal.Instant | null {
  return latest(items.flatMap(({ date }) => (date !== null && isAhead(date, now) ? date : [])))
}

function latest(dates: Temporal.Instant[]): Temporal.Instant | null {
  return dates.sort(Temporal.Instant.compare).at(-1) ?? null
}
