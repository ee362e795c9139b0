import type { Also } from '../../../core/entities/changes/change.ts'
import type { ChangeTx, ChangeRefused } from './make-change.ts'
import { refused } from '../../../core/said/said.ts'

/** A story, and the accounts that it names, as another one would name them; a story without a link is not named. */
export async function alsoOf({ tx, basis }: ChangeTx, storyId: number): Promise<Also[] | ChangeRefused> {
  const [story] = await tx.stories.byIds([storyId])
  if (!story) return refused('no-such-story', { name: String(storyId) })
  const items = basis.editionId === null ? [] : await tx.contents.items(basis.editionId)
  const named = items.find((item) => item.storyId === storyId)?.also ?? []
  return [...(story.link === null ? [] : [{ name: story.sourceName, link: story.link }]), ...named]
}
