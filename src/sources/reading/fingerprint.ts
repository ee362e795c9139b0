import { hash } from 'node:crypto'
import type { RawDocument } from './document.ts'
import type { FeedEntry } from '../feeds/feed-entry.ts'

/**
 * Incremented with every change in how entries are converted (cleaning, dates, links, pictures), so that known items are built again by the
 * new rules; otherwise an unchanged entry would never be read again.
 */
const rules = 3

/** Equal for an unchanged entry that is read with the same settings: 132 bits as base64url. */
export function fingerprintOf(
  entry: FeedEntry,
  base: string | null,
  { timeZone, options }: Pick<RawDocument, 'timeZone' | 'options'>,
): string {
  return hash('sha256', JSON.stringify([rules, base, timeZone, options, entry]), 'base64url').slice(0, 22)
}
