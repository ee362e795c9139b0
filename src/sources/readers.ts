import type { DocumentReader } from './document.ts'
import { readFeed } from './read-feed.ts'

/** What reads documents in the thread, by the name of its kind. */
export const readers: Readonly<Record<string, DocumentReader>> = {
  feed: readFeed,
}
