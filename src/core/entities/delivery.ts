import { transitions, type DeliveryStatus } from './states.ts'
import type { Reason } from '../said/said.ts'

/** One edition for one subscriber. */
export interface Delivery {
  editionId: number
  subscriberId: number
  subscriptionId: number
  email: string | null
  status: DeliveryStatus
  dueAt: Temporal.Instant
  attempts: number
  finishedAt: Temporal.Instant | null
  nextAttemptAt: Temporal.Instant | null
  reply: string | null
  reason: Reason | null
  variant: string | null
  /** The revision of the edition that it carried; null while none has left. */
  revision: number | null
  /** When a relay reported that the reader's server has it; null where none did. */
  deliveredAt: Temporal.Instant | null
}

/** How many e-mails of an edition are in each state; a state that none is in may be missing. */
export type Totals = Partial<Record<DeliveryStatus, number>>

/** Every state of a delivery. */
export const deliveryStatuses = Object.keys(transitions.delivery) as DeliveryStatus[]

/** What a person may settle an unknown delivery as: it arrived, send it again, give it up. */
export const settlements = ['sent', 'queued', 'failed'] as const satisfies DeliveryStatus[]
export type Settlement = (typeof settlements)[number]

/** A row a worker holds: nobody else writes it while the fence number stands. */
export interface Claim {
  editionId: number
  subscriberId: number
  subscriptionId: number
  /** When it was to leave first. */
  dueAt: Temporal.Instant
  /** Tries before this one that a server has answered, or that were lost. */
  attempts: number
  fence: number
  /** Why it waited, where it did. */
  reason: Reason | null
}

/** How an attempt ended. */
export interface Finish {
  claim: Claim
  to: 'sent' | 'deferred' | 'failed' | 'unknown' | 'skipped' | 'queued'
  from: 'claimed' | 'inflight'
  reply: string | null
  reason: Reason | null
  /** The variant that was sent, by its key; null keeps what is there. */
  variant: string | null
  nextAttemptAt: Temporal.Instant | null
  /** The server said for good that there is no such address: counted against it. */
  isAddressDead?: boolean
}
