import { unreadableIn } from '../../core/text/unreadable.ts'
import { refused, type Refused } from '../../core/said/said.ts'

const longest = 200

/** A person's name, trimmed; null if empty. At most 200 characters, without control characters and line breaks. */
export function readName(text: string): { ok: true; name: string | null } | Refused {
  const name = text.trim()
  const fault = unreadableIn(name)
  if (fault !== null) return { ok: false, ...fault }
  // A character has one or two units.
  if (name.length > longest && Array.from(name.slice(0, 2 * longest + 2)).length > longest)
    return refused('longer-than', { most: longest })
  return { ok: true, name: name || null }
}
