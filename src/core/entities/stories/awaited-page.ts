import type { Reason } from '../../said/said.ts'

/** Texts that an editor can type while the story's page is still to be read. */
export type TypedText = 'headline' | 'summary'

/** The unread page of a story that an editor added by its link. */
export interface AwaitedPage {
  storyId: number
  digestId: number
  date: Temporal.PlainDate
  /** The edition to which the story was added; null for a wish. */
  editionId: number | null
  link: string
  /** What the editor typed, which the page does not replace. */
  typed: readonly TypedText[]
  /** The number of attempts. */
  tries: number
  /** Why the last attempt failed; null before the first. */
  fault: Reason | null
  /** When it is requested next; null if it was given up. */
  nextAt: Temporal.Instant | null
}
