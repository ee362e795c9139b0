import type { Reason } from '../../said/said.ts'

/** What of a story an editor can type while its page is still to be read. */
export type TypedText = 'headline' | 'summary'

/** The page of a story that an editor added by its link, not read yet. */
export interface AwaitedPage {
  storyId: number
  digestId: number
  date: Temporal.PlainDate
  /** The edition that the story was added to; null for a wish. */
  editionId: number | null
  link: string
  /** What the editor typed, and the page does not replace. */
  typed: readonly TypedText[]
  /** How often it was asked for. */
  tries: number
  /** Why it could not be read the last time; null before the first. */
  fault: Reason | null
  /** When it is asked for; null where it was given up. */
  nextAt: Temporal.Instant | null
}
