import { shownOrder } from './date-forms.ts'
import type { FeedDocument } from '../feeds/feed-entry.ts'

/** English is written with the day first in some countries; where a document says no more than “en”, nothing is known. */
const dayFirstIn = /^en-(?:gb|ie|au|nz|in|za)\b|^(?!en\b)[a-z]{2,3}(?:-|$)/i

/**
 * The order in which a document writes dates of numbers alone: as those of its dates show that can be only one, else as its
 * language does. Undefined where they show both, or nothing does. American English is no evidence: it is what templates say.
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
