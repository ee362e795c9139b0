import type { StoryText, Value } from '../../../core/entities/changes/change.ts'
import { keyFrom, keyText } from '../../../core/entities/changes/touch-key.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Story } from '../../../core/entities/story.ts'
import { AppError } from '../../../core/errors.ts'
import { compileTopics } from '../../../curate/topics/topics.ts'
import type { Context } from '../../context.ts'

/** A story with what its source says and what editors made of it, for the forms that change it. */
export interface EditedStory {
  story: Story
  /** As an edition carries it; before the freeze and for what is not carried, as it would. */
  words: Record<StoryText, string>
  /** The source's own words of now. */
  own: Record<StoryText, string>
  topics: string[]
  isCarried: boolean
  isPinned: boolean
  hold: { by: string; reason: string; until: Temporal.Instant | null } | null
  embargo: Temporal.Instant | null
}

/** Reads one for the desk of a digest. Throws `not-found` for a story that there is not. */
export async function editedStory(
  { store }: Pick<Context, 'store'>,
  { digest, edition, id }: { digest: Digest; edition: Edition | null; id: number },
): Promise<EditedStory> {
  const [story] = await store.stories.byIds([id])
  if (!story) throw new AppError('not-found', `there is no story ${id}`)
  const items = edition ? await store.contents.items(edition.id) : []
  const item = items.find(({ storyId }) => storyId === id) ?? null
  const holdKey = keyText({ scope: { kind: 'digest', digest: digest.id }, story: id, aspect: 'hold' })
  const embargoKey = keyText({ scope: { kind: 'everywhere' }, story: id, aspect: 'embargo' })
  const values = await store.changeValues.read([holdKey, embargoKey])
  const embargo = values.get(embargoKey)
  const own = wordsOf(story)
  return {
    story,
    own,
    words: item ? wordsOf(item) : withTexts(own, await store.changeValues.texts([id])),
    topics: item?.topics ?? compileTopics(await store.newsroom.topics())(story).map(({ id: topic }) => topic),
    isCarried: item !== null,
    isPinned: item?.isPinned === true,
    hold: holdFrom(values.get(holdKey) ?? null),
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
  const edited = [...texts].map(([key, value]) => [keyFrom(key).aspect, String(value ?? '')])
  return { ...own, ...Object.fromEntries(edited.filter(([aspect = '']) => aspect in own)) }
}

function holdFrom(value: Value): EditedStory['hold'] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const { by = '', reason = '', until = null } = value
  return {
    by: String(by),
    reason: String(reason),
    until: until === null ? null : Temporal.Instant.from(String(until)),
  }
}
