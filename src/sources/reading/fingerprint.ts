import { hash } from 'node:crypto'
import type { RawDocument } from './document.ts'
import type { FeedEntry } from '../feeds/feed-entry.ts'

/**
 * Raised by every change in what is made of an entry (cleaning, dates, links, pictures), so that what is known is made
 * anew by the new rules. Nothing else would make an entry that stays as it is be read again.
 */
const rules = 3

/** The same for an entry that came as before, to be read in the same way: 132 bits, as base64url. */
export function fingerprintOf(
  entry: FeedEntry,
  base: string | null,
  { timeZone, options }: Pick<RawDocument, 'timeZone' | 'options'>,
): string {
  return hash('sha256', JSON.stringify([rules, base, timeZone, options, entry]), 'base64url').slice(0, 22)
}
