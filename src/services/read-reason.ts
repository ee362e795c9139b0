import { AppError } from '../core/errors.ts'
import { refused, said, saidOf, type Refused } from '../core/said/said.ts'
import { unreadableIn } from '../core/text/unreadable.ts'

const longest = 200

/** A reason as typed, on one line of at most 200 characters; null if empty. */
export function readOptionalReason(text: string): { ok: true; reason: string | null } | Refused {
  const reason = text.trim()
  const why = reason.length > longest ? said('longer-than', { most: longest }) : unreadableIn(reason)
  return why === null ? { ok: true, reason: reason || null } : refused('reason-refused', { why })
}

/** The same if a reason is required. Throws `bad-input` if it is missing or invalid. */
export function readReason(text: string): string {
  const reading = readOptionalReason(text)
  if (!reading.ok) throw new AppError('bad-input', saidOf(reading))
  if (reading.reason === null) throw new AppError('bad-input', said('reason-missing'))
  return reading.reason
}
