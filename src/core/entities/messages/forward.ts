import type { Said } from '../../said/said.ts'

/** What a reader wrote, on its way to the newsroom's contact. */
export interface Forward {
  subject: Said
  /** Sentences that stand above it. */
  lead: Said[]
  /** Whom an answer goes to; '' where nobody knows. */
  replyTo: string
  /** The message itself, each of its bytes a character. */
  original: string
}
