import type { DeliveryStatus } from '../states.ts'
import type { Reason } from '../../said/said.ts'

/** An e-mail of a digest to one reader. */
export interface ReaderMailRow {
  editionId: number
  date: Temporal.PlainDate
  number: number
  status: DeliveryStatus
  attempts: number
  dueAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  /** When a relay reported that the reader's server has it. */
  deliveredAt: Temporal.Instant | null
  nextAttemptAt: Temporal.Instant | null
  reason: Reason | null
  reply: string | null
  /** Stories in it; null where none has left. */
  stories: number | null
}

/** Something that was done to a reader, as the audit has it. */
export interface ReaderChange {
  id: number
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  action: string
  subject: string
  detail: Record<string, unknown>
}
