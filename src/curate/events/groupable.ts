import type { ItemWords } from './item-words.ts'

/** What two accounts of one story are known by. */
export interface Groupable {
  id: number
  sourceId: number
  sourceName: string
  /** BCP 47; stories of different languages are never one. */
  language: string
  guid: string
  canonicalLink: string | null
  headline: string
  summary: string
  /** When it was published, or first seen. */
  at: Temporal.Instant
  /** Codes of the countries it is about. */
  places: ReadonlySet<string>
  /** The words that named them. */
  placeWords: readonly string[]
  /** Given by who has read the item for something else already; else read when it is compared. */
  words?: ItemWords
}
