import { folded } from '../../text/folded-words.ts'
import { unreadableIn } from '../../text/unreadable.ts'
import { refused, said, type Refused } from '../../said/said.ts'

/** A word that admins add to readers, such as `ministries`. */
export interface Tag {
  id: number
  name: string
  /** Alerts when an e-mail to one of its readers fails, or one of them leaves. */
  alerts: boolean
}

const longest = 60

/** Reads the name of a tag: one line of at most 60 characters. */
export function readTagName(text: string): { ok: true; name: string } | Refused {
  const name = text.trim().normalize('NFC')
  if (name === '') return refused('tag-needs-name')
  const why = Array.from(name).length > longest ? said('longer-than', { most: longest }) : unreadableIn(name)
  return why === null ? { ok: true, name } : refused('tag-refused', { why })
}

/** The key of a tag, equal for spellings that differ only in case or diacritics. */
export const tagKey = (name: string): string => folded(name.trim())
