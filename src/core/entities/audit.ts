import type { Actor } from './actor.ts'

export interface AuditEntry {
  at: Temporal.Instant
  actor: Actor
  /** What was done, in terms of the glossary: `unsubscribe`, `approve`. */
  action: string
  /** What it was done to: `edition:12`, `subscription:7`. */
  subject: string
  detail?: Record<string, unknown>
}

/** An audit entry about one person's consent: `subscription:7` or `subscriber:3`. */
export interface ConsentEntry {
  id: number
  subject: string
}

/** An audit entry of one subject. */
export interface RecordedEntry {
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  action: string
  detail: Record<string, unknown>
}
