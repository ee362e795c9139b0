import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import { unreadableIn } from '../../../core/text/unreadable.ts'

const longest = 200

/** Why somebody changes a warm-up, in one line. Throws `bad-input` for a note that cannot be kept. */
export function readNote(text: string): string {
  const note = text.trim()
  const fault =
    note === ''
      ? said('warm-up-needs-note')
      : note.length > longest
        ? said('longer-than', { most: longest })
        : unreadableIn(note)
  if (fault !== null) throw new AppError('bad-input', fault)
  return note
}
