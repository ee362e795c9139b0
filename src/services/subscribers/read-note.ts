import { AppError } from '../../core/errors.ts'
import { longestNote } from '../../core/entities/readers/note.ts'
import { said, type Said } from '../../core/said/said.ts'

/** A note as typed, of at most 2,000 characters, with line breaks. Throws `bad-input` if it is empty or invalid. */
export function readNote(written: string): string {
  const body = written.replaceAll('\r\n', '\n').trim()
  if (body === '') throw new AppError('bad-input', said('note-empty'))
  const why = faultOf(body)
  if (why !== null) throw new AppError('bad-input', said('note-refused', { why }))
  return body
}

function faultOf(body: string): Said | null {
  if (Array.from(body).length > longestNote) return said('longer-than', { most: longestNote })
  return !body.isWellFormed() || body.includes('\0') ? said('holds-control') : null
}
