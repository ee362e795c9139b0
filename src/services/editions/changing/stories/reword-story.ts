import type { Actor } from '../../../../core/entities/actor.ts'
import type { StoryText, TextOf } from '../../../../core/entities/changes/change.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'
import { editedWords } from '../words.ts'
import { refused } from '../../../../core/said/said.ts'

export interface Rewording {
  story: number
  /** `why` is why it matters, shown when it leads. */
  text: StoryText
  /** Null restores the source's own, or removes why it matters. */
  words: string | null
  /** Whether the words are for this edition only, or for the story in all future editions. Before the freeze always the latter. */
  of: TextOf
}

/**
 * Replaces a story's headline, summary, picture description or why it matters with an editor's words; the source's own stay in the story.
 * Throws `bad-input` for words that are empty or too long.
 */
export async function rewordStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, text, words, of }: Rewording,
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async ({ tx }) => {
    const [known] = await tx.stories.byIds([story])
    if (!known) return refused('no-such-story', { name: String(story) })
    if (text === 'picture-text' && known.picture === null) return refused('no-such-place', { story })
    const edited = words === null ? null : editedWords(text, words)
    const own = {
      headline: known.headline,
      summary: known.summary,
      why: null,
      'picture-text': known.picture?.alt ?? null,
    }
    return { kind: text, story, text: edited ?? (basis.editionId === null ? null : own[text]), of }
  })
}
