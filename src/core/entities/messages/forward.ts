import type { Said } from '../../said/said.ts'

/** A reader's message, forwarded to the newsroom's contact. */
export interface Forward {
  subject: Said
  /** Sentences above it. */
  lead: Said[]
  /** The address for replies; '' if unknown. */
  replyTo: string
  /** The message itself, one character per byte. */
  original: string
}
