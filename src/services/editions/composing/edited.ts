import type { Value } from '../../../core/entities/changes/change.ts'
import { keyFrom, keyText } from '../../../core/entities/changes/touch-key.ts'
import type { Item } from '../../../core/entities/sheet.ts'
import type { Repositories } from '../../../store/store.ts'
import type { EditionInput } from './edition-input.ts'

/** Items with the words, topics and pins that editors gave their stories before the freeze. */
export async function edited(
  { changeValues }: Pick<Repositories, 'changeValues'>,
  { decisions }: Pick<EditionInput, 'decisions'>,
  items: readonly Item[],
): Promise<Item[]> {
  const texts = [...(await changeValues.texts(items.map(({ storyId }) => storyId)))].map(([text, value]) => ({
    ...keyFrom(text),
    value,
  }))
  return items.map((item) => {
    const own = texts.filter(({ story }) => story === item.storyId)
    const topics = decisions.topics.get(item.storyId) ?? []
    const others = item.topics.filter((topic) => !topics.includes(topic))
    const worded = own.reduce((made, { aspect, value }) => withWords(made, aspect, value), item)
    return {
      ...worded,
      topics: [...topics, ...others],
      ...(decisions.pinned.has(item.storyId) && { isPinned: true }),
    }
  })
}

/** An item with an editor's words for one of its texts. */
export function withWords(item: Item, aspect: string, value: Value): Item {
  const words = typeof value === 'string' ? value : ''
  if (aspect === 'headline' || aspect === 'summary' || aspect === 'why') return { ...item, [aspect]: words }
  if (aspect === 'picture-text' && item.picture) return { ...item, picture: { ...item.picture, alt: words } }
  return item
}

/** Keys of the holds that ended before the freeze: their stories were considered. */
export function endedHolds(
  { decisions, held }: Pick<EditionInput, 'decisions' | 'held'>,
  digest: number,
): string[] {
  return [...decisions.holds.keys()]
    .filter((story) => !held.has(story))
    .map((story) => keyText({ scope: { kind: 'digest', digest }, story, aspect: 'hold' }))
}
