import { AppError } from '../core/errors.ts'
import { refused, said, saidOf, type Refused } from '../core/said/said.ts'
import { unreadableIn } from '../core/text/unreadable.ts'

const longest = 200

/** A reason as people write it, in one line of at most 200 characters; null for none. */
export function readOptionalReason(text: string): { ok: true; reason: string | null } | Refused {
  const reason = text.trim()
  const why = reason.length > longest ? said('longer-than', { most: longest }) : unreadableIn(reason)
  return why === null ? { ok: true, reason: reason || null } : refused('reason-refused', { why })
}

/** The same where one is needed. Throws `bad-input` for none, or for another. */
export function readReason(text: string): string {
  const reading = readOptionalReason(text)
  if (!reading.ok) throw new AppError('bad-input', saidOf(reading))
  if (reading.reason === null) throw new AppError('bad-input', said('reason-missing'))
  return reading.reason
}
