import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'
import { editedWords } from '../words.ts'

/**
 * Sets the note at the beginning of an edition's e-mails, paragraphs separated by blank lines; null removes it. Throws `bad-input` for an
 * empty note or one of more than 2,000 characters.
 */
export async function setNote(
  context: ChangeDeps,
  basis: ChangeBasis,
  { text }: { text: string | null },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async () => ({
    kind: 'note',
    text: text === null ? null : editedWords('note', text),
  }))
}
