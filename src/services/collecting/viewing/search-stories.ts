import { setImmediate as turn } from 'node:timers/promises'
import type { Actor } from '../../../core/entities/actor.ts'
import type { StoryPlace } from '../../../core/entities/stories/story-place.ts'
import type { Story } from '../../../core/entities/story.ts'
import { normalized } from '../../../core/text/text.ts'
import { requireSomewhere } from '../../../core/permissions.ts'
import { compileTopics } from '../../../curate/topics/topics.ts'
import type { Context } from '../../context.ts'

/** The criteria; null ones are not applied. */
export interface StorySearch {
  /** Each must occur in headline, summary or byline, ignoring case and accents; empty matches any story. */
  words: readonly string[]
  source: number | null
  topic: string | null
  /** First seen at or after the first instant, and before the second. */
  from: Temporal.Instant | null
  until: Temporal.Instant | null
  before: StoryPlace | null
  count: number
}

export interface FoundStories {
  stories: (Story & { topics: string[] })[]
  /** Where to continue; null if there are no more. */
  before: StoryPlace | null
  /** True if the search ended early to stay within its time. */
  stopped: boolean
}

/** Stories read per query, and examined in total, with their topics or by words alone. */
const atOnce = 200
const mostWithTopics = 2_000
const mostByWords = 20_000

/** Searches the collected stories, newest first. */
export async function searchStories(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
  search: StorySearch,
): Promise<FoundStories> {
  requireSomewhere(actor, 'view-desk')
  const topicsOf = compileTopics(await store.newsroom.topics())
  const most = search.topic === null ? mostByWords : mostWithTopics
  const words = search.words.map(folded)
  const found: FoundStories['stories'] = []
  let before = search.before
  for (let looked = 0; looked < most; looked += atOnce) {
    const stories = await store.stories.before({ ...search, before, count: atOnce })
    for (const story of stories) {
      if (!hasWords(story, words)) {
        before = placeOf(story)
        continue
      }
      const topics = topicsOf(story).map(({ id }) => id)
      const isWanted = search.topic === null || topics.includes(search.topic)
      if (isWanted && found.length === search.count) return { stories: found, before, stopped: false }
      before = placeOf(story)
      if (isWanted) found.push({ ...story, topics })
    }
    if (stories.length < atOnce) return { stories: found, before: null, stopped: false }
    await turn()
  }
  return { stories: found, before, stopped: true }
}

const placeOf = ({ firstSeenAt, id }: Story): StoryPlace => ({ at: firstSeenAt, id })

/** Without case and marks, so that every database finds the same. */
const folded = (text: string): string => normalized(text, 'NFKD').replace(/\p{M}/gu, '').toLowerCase()

function hasWords({ headline, summary, byline }: Story, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = folded(`${headline} ${summary} ${byline ?? ''}`)
  return words.every((word) => text.includes(word))
}
