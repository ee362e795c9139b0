import type { Actor } from './actor.ts'

export interface AuditEntry {
  at: Temporal.Instant
  actor: Actor
  /** What was done, in the words of the glossary: `unsubscribe`, `approve`. */
  action: string
  /** To what: `edition:12`, `subscription:7`. */
  subject: string
  detail?: Record<string, unknown>
}

/** What the audit has of one person's consent: `subscription:7` or `subscriber:3`. */
export interface ConsentEntry {
  id: number
  subject: string
}

/** What was done to one thing. */
export interface RecordedEntry {
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  action: string
  detail: Record<string, unknown>
}
