import { shownOrder } from './date-forms.ts'
import type { FeedDocument } from '../feeds/feed-entry.ts'

/** English puts the day first in some countries only; plain “en” decides nothing. */
const dayFirstIn = /^en-(?:gb|ie|au|nz|in|za)\b|^(?!en\b)[a-z]{2,3}(?:-|$)/i

/**
 * True if a document's numeric dates put the day first: as its unambiguous dates show, otherwise as its language usually does. Undefined if
 * they contradict each other or nothing decides. American English decides nothing: it is the default of many templates.
 */
export function orderIn({ entries, language }: FeedDocument): boolean | undefined {
  const shown = new Set<boolean>()
  for (const { published, updated } of entries)
    for (const text of [...published, ...updated]) {
      const order = text === undefined ? undefined : shownOrder(text)
      if (order !== undefined) shown.add(order)
    }
  const [only] = shown
  if (shown.size > 0) return shown.size === 1 ? only : undefined
  return dayFirstIn.test(language?.trim() ?? '') ? true : undefined
}
