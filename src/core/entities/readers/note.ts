/** What an admin wrote down about a reader. */
export interface ReaderNote {
  id: number
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  body: string
}
