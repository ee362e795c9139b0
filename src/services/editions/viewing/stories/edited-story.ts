import type { StoryText, Value } from '../../../../core/entities/changes/change.ts'
import { keyFrom, keyText } from '../../../../core/entities/changes/touch-key.ts'
import type { Story } from '../../../../core/entities/story.ts'
import { AppError } from '../../../../core/errors.ts'
import { compileTopics } from '../../../../curate/topics/topics.ts'
import type { Context } from '../../../context.ts'
import { decisionsOf, type Hold } from '../../composing/decisions.ts'
import type { DeskDay } from '../day/desk-day.ts'
import { said } from '../../../../core/said/said.ts'

/** A story with its source's words and the editors', for the forms that change it. */
export interface EditedStory {
  story: Story
  /** As an edition carries it; before the freeze or if it is not carried, as it would. */
  words: Record<StoryText, string>
  /** The source's current words. */
  own: Record<StoryText, string>
  topics: string[]
  isCarried: boolean
  isPinned: boolean
  hold: Hold | null
  embargo: Temporal.Instant | null
}

/** Reads one for the desk of a digest. Throws `not-found`. */
export async function editedStory(
  { store }: Pick<Context, 'store'>,
  { digest, date, edition, id }: Pick<DeskDay, 'digest' | 'date' | 'edition'> & { id: number },
): Promise<EditedStory> {
  const [story] = await store.stories.byIds([id])
  if (!story) throw new AppError('not-found', said('story-none', { id }))
  const items = edition ? await store.contents.items(edition.id) : []
  const item = items.find(({ storyId }) => storyId === id) ?? null
  const embargoKey = keyText({ scope: { kind: 'everywhere' }, story: id, aspect: 'embargo' })
  const embargo = (await store.changeValues.read([embargoKey])).get(embargoKey)
  const { holds } = await decisionsOf(store, digest.id, date)
  const own = wordsOf(story)
  return {
    story,
    own,
    words: item ? wordsOf(item) : withTexts(own, await store.changeValues.texts([id])),
    topics: item?.topics ?? compileTopics(await store.newsroom.topics())(story).map(({ id: topic }) => topic),
    isCarried: item !== null,
    isPinned: item?.isPinned === true,
    hold: holds.get(id) ?? null,
    embargo: typeof embargo === 'string' ? Temporal.Instant.from(embargo) : null,
  }
}

type Worded = Pick<Story, 'headline' | 'summary' | 'picture'> & { why?: string | null }

const wordsOf = ({ headline, summary, why, picture }: Worded): Record<StoryText, string> => ({
  headline,
  summary,
  why: why ?? '',
  'picture-text': picture?.alt ?? '',
})

function withTexts(
  own: Record<StoryText, string>,
  texts: ReadonlyMap<string, Value>,
): Record<StoryText, string> {
  const edited = [...texts].flatMap(([key, value]) =>
    typeof value === 'string' ? [[keyFrom(key).aspect, value] as const] : [],
  )
  return { ...own, ...Object.fromEntries(edited.filter(([aspect]) => aspect in own)) }
}
