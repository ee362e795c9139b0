/** An admin's note about a reader. */
export interface ReaderNote {
  id: number
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  body: string
}

/** The most characters of a note. */
export const longestNote = 2_000
