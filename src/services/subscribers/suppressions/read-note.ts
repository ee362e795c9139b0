import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'

const longestNote = 2_000

/** A note as people write it, of at most 2,000 characters. Throws `bad-input` for none, or for another. */
export function readNote(written: string): string {
  const body = written.replaceAll('\r\n', '\n').trim()
  if (body === '') throw new AppError('bad-input', said('note-empty'))
  if (Array.from(body).length > longestNote)
    throw new AppError('bad-input', said('longer-than', { most: longestNote }))
  if (!body.isWellFormed() || body.includes('\0')) throw new AppError('bad-input', said('holds-control'))
  return body
}
