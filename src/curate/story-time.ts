import type { Story } from '../core/story.ts'

/** When a story is taken to have come out: its date, but never after it was first seen. */
export function storyTime(story: Pick<Story, 'publishedAt' | 'firstSeenAt'>): Temporal.Instant {
  const { publishedAt, firstSeenAt } = story
  if (publishedAt === null) return firstSeenAt
  return Temporal.Instant.compare(publishedAt, firstSeenAt) > 0 ? firstSeenAt : publishedAt
}
