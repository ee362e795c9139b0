import type { DateFrom, Picture, Section, SourceItem } from '../story.ts'

/** An item on its way in: read, its link made canonical; a picture that is linked to has it already. */
export interface IncomingStory {
  item: SourceItem
  canonicalLink: string | null
  section: Section
  language: string
  picture: Picture | null
  slug: string | null
  /** The source that is shown, where it is another than the story's own. */
  attribution?: string | null
}

/** An item of a reading, with its canonical link. */
export type Arriving = Pick<IncomingStory, 'item' | 'canonicalLink'>

/** A story under the id that its source wrote, with what distinguishes it from others under that id. */
export interface StoryUnderId {
  guid: string
  itemId: string
  canonicalLink: string | null
  headline: string
  publishedAt: Temporal.Instant | null
  dateFrom: DateFrom
  fingerprint: string | null
}
