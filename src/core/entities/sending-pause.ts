/** A pause of all sending: it is a flag with who, when and why, and no state of an edition. */
export interface Pause {
  reason: string
  /** An actor as stored text. */
  by: string
  at: Temporal.Instant
}
