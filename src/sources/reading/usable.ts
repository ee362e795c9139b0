import type { SourceItem } from '../../core/entities/story.ts'
import { clip } from '../../core/text/text.ts'
import type { FetchResult } from '../fetch-result.ts'

const longestMade = 100

/** Items that can be shown: one without a headline gets the beginning of its text; one without either goes. */
export function usable(items: SourceItem[]): SourceItem[] {
  return items
    .map((item) => (item.headline === '' ? { ...item, headline: clip(item.summary, longestMade) } : item))
    .filter((item) => item.headline !== '')
}

const counted = (count: number, what: string): string[] => (count === 0 ? [] : [`${what}: ${count}`])

/** Adds, in words, what `usable` makes of the items. */
export function withHeadlineNotes(reading: FetchResult): FetchResult {
  if (!reading.ok || reading.unchanged) return reading
  const bare = reading.items.filter((item) => item.headline === '')
  const empty = bare.filter((item) => item.summary === '').length
  const notes = [
    ...counted(bare.length - empty, 'items without a headline, shown by the beginning of their text'),
    ...counted(empty, 'items with neither headline nor text, left out'),
  ]
  return { ...reading, notes: [...reading.notes, ...notes] }
}
