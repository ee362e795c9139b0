import type { Actor } from '../../../../core/entities/actor.ts'
import type { StoryText, TextOf } from '../../../../core/entities/changes/change.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'
import { editedWords } from '../words.ts'
import { refused } from '../../../../core/said/said.ts'

export interface Rewording {
  story: number
  /** `why` says why it matters, where it leads. */
  text: StoryText
  /** Null gives back the source's own, or removes why it matters. */
  words: string | null
  /** Whether the words are this edition's alone, or the story's in all editions to come. Before the freeze they are the story's. */
  of: TextOf
}

/**
 * Puts an editor's words in the place of a story's headline, summary, the text of its picture or why it matters; the source's own stay
 * in the story. Throws `bad-input` for words that are empty or too long.
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
