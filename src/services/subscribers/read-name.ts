import { unreadableIn } from '../../core/text/unreadable.ts'

const longest = 200

/** A person's name, trimmed; null where there is none. At most 200 characters, none of them a control or a line break. */
export function readName(text: string): { ok: true; name: string | null } | { ok: false; reason: string } {
  const name = text.trim()
  const reason = unreadableIn(name)
  if (reason !== null) return { ok: false, reason }
  if (Array.from(name.slice(0, 2 * longest + 2)).length > longest)
    return { ok: false, reason: `is longer than ${longest} characters` }
  return { ok: true, name: name || null }
}
