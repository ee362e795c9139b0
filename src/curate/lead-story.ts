import type { Story } from '../core/entities/story.ts'
import { storyTime } from '../core/entities/stories/story-time.ts'

function completeness(story: Story): number {
  const completeness = story.summary.length >= 60 || story.html !== null ? 2 : story.summary === '' ? 0 : 1
  return completeness + (story.picture ? 1 : 0) + (story.link || story.slug ? 1 : 0)
}

/** Orders accounts of one story, the lead first: by source weight, completeness, latest time, then position and id. */
export function byLead(a: Story, b: Story): number {
  return (
    b.sourceWeight - a.sourceWeight ||
    completeness(b) - completeness(a) ||
    Temporal.Instant.compare(storyTime(b), storyTime(a)) ||
    a.position - b.position ||
    a.id - b.id
  )
}

/** The other accounts as "also reported by": one link for each source except the lead's own. */
export function alsoReported(lead: Story, others: readonly Story[]): { name: string; link: string }[] {
  const also = new Map<string, string>()
  for (const { sourceName, link } of others)
    if (link !== null && sourceName !== lead.sourceName && !also.has(sourceName)) also.set(sourceName, link)
  return [...also].map(([name, link]) => ({ name, link }))
}
