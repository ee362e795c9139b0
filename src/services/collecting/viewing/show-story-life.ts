import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Story } from '../../../core/entities/story.ts'
import { AppError } from '../../../core/errors.ts'
import { may, requireSomewhere } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { explainStory, type ExplainedStory } from '../../editions/viewing/stories/explain-story.ts'
import { said } from '../../../core/said/said.ts'

/** The history of a story. */
export interface StoryLife {
  story: Story
  explained: ExplainedStory
  /** Editions that carry it, newest first, of digests that the actor may view. */
  carriedBy: { digest: Digest; edition: Edition }[]
}

/** A story's whole history: its versions, the results of the rules, and which editions carried it. Throws `not-found`. */
export async function showStoryLife(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
  id: number,
): Promise<StoryLife> {
  requireSomewhere(actor, 'view-desk')
  const [story] = await store.stories.byIds([id])
  if (!story) throw new AppError('not-found', said('story-none', { id }))
  const viewed = (await store.digests.list()).filter((digest) => may(actor, 'view-desk', digest.id))
  const carrying = await store.contents.carrying(id)
  const editions = await store.editions.byIds(carrying)
  const explained = await explainStory({ store }, story)
  const keys = new Set(viewed.map(({ key }) => key))
  return {
    story,
    explained: { ...explained, outcomes: explained.outcomes.filter(({ digest }) => keys.has(digest)) },
    carriedBy: editions.flatMap((edition) => {
      const digest = viewed.find((one) => one.id === edition.digestId)
      return digest ? [{ digest, edition }] : []
    }),
  }
}
