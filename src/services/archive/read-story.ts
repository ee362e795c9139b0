import type { ArchiveEntry } from '../../core/entities/archive/archive.ts'
import type { Story } from '../../core/entities/story.ts'
import type { Context } from '../context.ts'
import { isStoryOpen } from './closed-archive.ts'
import { showStory } from '../editions/viewing/stories/show-story.ts'

export type ReadStory =
  | { kind: 'story'; story: Story; /** Null until the archive has it. */ entry: ArchiveEntry | null }
  | { kind: 'withdrawn'; at: Temporal.Instant }

/** A story of our own by the name of its page, or its withdrawal; null if there is none, or no edition with it has begun to be sent. */
export async function readStory(
  context: Pick<Context, 'store' | 'clock' | 'settings'>,
  slug: string,
): Promise<ReadStory | null> {
  const { store, clock } = context
  const story = await showStory(context, slug)
  if (!(await store.stories.isPageKnown(slug))) return null
  if (!story) {
    const at = await store.stories.withdrawalBySlug(slug)
    return at && { kind: 'withdrawn', at }
  }
  if (!(await isStoryOpen(context, story.id))) return null
  const [entry] = await store.archivedStories.byStoryIds([story.id], clock.now())
  return { kind: 'story', story, entry: entry ?? null }
}
