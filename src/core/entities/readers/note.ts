/** What an admin wrote down about a reader. */
export interface ReaderNote {
  id: number
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  body: string
}

/** Characters of a note. */
export const longestNote = 2_000
