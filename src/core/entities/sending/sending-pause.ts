import type { Said } from '../../said/said.ts'

/** A pause of all sending: a flag with who, when and why, not a state of an edition. */
export interface Pause {
  /** A person's text, or the program's reason. */
  reason: string | Said
  /** The actor as stored text. */
  by: string
  at: Temporal.Instant
}
