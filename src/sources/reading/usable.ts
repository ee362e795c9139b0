import type { SourceItem } from '../../core/entities/story.ts'
import { said, type Said } from '../../core/said/said.ts'
import { clip } from '../../core/text/text.ts'
import type { FetchResult } from '../fetch-result.ts'

const longestMade = 100

/** Items that can be shown: one without a headline gets the beginning of its text; one without either goes. */
export function usable(items: SourceItem[]): SourceItem[] {
  return items
    .map((item) => (item.headline === '' ? { ...item, headline: clip(item.summary, longestMade) } : item))
    .filter((item) => item.headline !== '')
}

/** Adds what `usable` makes of the items. */
export function withHeadlineNotes(reading: FetchResult): FetchResult {
  if (!reading.ok || reading.unchanged) return reading
  const bare = reading.items.filter((item) => item.headline === '')
  const empty = bare.filter((item) => item.summary === '').length
  const headless = bare.length - empty
  const notes: Said[] = [
    ...(headless === 0 ? [] : [said('items-without-headline', { count: headless })]),
    ...(empty === 0 ? [] : [said('items-empty', { count: empty })]),
  ]
  return { ...reading, notes: [...reading.notes, ...notes] }
}
