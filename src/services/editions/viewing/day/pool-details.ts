import { storyTime } from '../../../../core/entities/stories/story-time.ts'
import { compileTopics } from '../../../../curate/topics/topics.ts'
import type { Context } from '../../../context.ts'

/** What a row of the pool shows beside its rank. */
export interface PoolDetails {
  topics: string[]
  at: Temporal.Instant
  link: string | null
  language: string
}

/** For the stories that a page shows; the whole pool would take too long. */
export async function poolDetails(
  { store }: Pick<Context, 'store'>,
  ids: number[],
): Promise<Map<number, PoolDetails>> {
  const topicsOf = compileTopics(await store.newsroom.topics())
  const stories = await store.stories.byIds(ids)
  return new Map(
    stories.map((story) => [
      story.id,
      {
        topics: topicsOf(story).map(({ id }) => id),
        at: storyTime(story),
        link: story.link,
        language: story.language,
      },
    ]),
  )
}
