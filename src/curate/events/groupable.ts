import type { ItemWords } from './item-words.ts'

/** What accounts of one story are recognised by. */
export interface Groupable {
  id: number
  sourceId: number
  sourceName: string
  /** BCP 47; stories in different languages are never grouped. */
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
  /** Set if the item was already read for another purpose; otherwise it is read when compared. */
  words?: ItemWords
}
