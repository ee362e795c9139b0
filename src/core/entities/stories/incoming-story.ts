import type { DateFrom, Picture, Section, SourceItem } from '../story.ts'

/** An item to be stored: parsed, with its canonical link; a picture that is only linked is already set. */
export interface IncomingStory {
  item: SourceItem
  canonicalLink: string | null
  section: Section
  language: string
  picture: Picture | null
  slug: string | null
  /** The displayed source, if it differs from the story's own. */
  attribution?: string | null
}

/** An item from a reading, with its canonical link. */
export type Arriving = Pick<IncomingStory, 'item' | 'canonicalLink'>

/** A story with its source's original id, and what distinguishes it from others with that id. */
export interface StoryUnderId {
  guid: string
  itemId: string
  canonicalLink: string | null
  headline: string
  publishedAt: Temporal.Instant | null
  dateFrom: DateFrom
  fingerprint: string | null
}
