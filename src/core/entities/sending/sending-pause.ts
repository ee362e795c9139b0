import type { Said } from '../../said/said.ts'

/** A pause of all sending: it is a flag with who, when and why, and no state of an edition. */
export interface Pause {
  /** In a person's words, or the program's. */
  reason: string | Said
  /** An actor as stored text. */
  by: string
  at: Temporal.Instant
}
