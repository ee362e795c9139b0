import type { SourceItem } from '../../core/entities/story.ts'
import { said, type Said } from '../../core/said/said.ts'
import { clip } from '../../core/text/text.ts'
import type { FetchResult } from '../fetch-result.ts'

const longestMade = 100

/** Items that can be shown: a missing headline is taken from the beginning of the text; items without either are left out. */
export function usable(items: SourceItem[]): SourceItem[] {
  return items
    .map((item) => (item.headline === '' ? { ...item, headline: clip(item.summary, longestMade) } : item))
    .filter((item) => item.headline !== '')
}

/** Adds notes about items without a headline. */
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
