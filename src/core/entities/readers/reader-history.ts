import type { DeliveryStatus } from '../states.ts'
import type { Reason } from '../../said/said.ts'

/** An e-mail of a digest to a reader. */
export interface ReaderMailRow {
  editionId: number
  date: Temporal.PlainDate
  number: number
  status: DeliveryStatus
  attempts: number
  dueAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  /** When a relay reported that the reader's server accepted it. */
  deliveredAt: Temporal.Instant | null
  nextAttemptAt: Temporal.Instant | null
  reason: Reason | null
  reply: string | null
  /** The number of stories in it; null if it was not sent. */
  stories: number | null
}

/** Something that was done to a reader, from the audit log. */
export interface ReaderChange {
  id: number
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  action: string
  subject: string
  detail: Record<string, unknown>
}
