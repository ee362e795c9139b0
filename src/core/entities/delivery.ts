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
  /** The revision of the edition that was sent; null before that. */
  revision: number | null
  /** When a relay reported that the reader's server accepted it; null if none did. */
  deliveredAt: Temporal.Instant | null
}

/** The number of e-mails of an edition in each state; empty states may be missing. */
export type Totals = Partial<Record<DeliveryStatus, number>>

/** Every state of a delivery. */
export const deliveryStatuses = Object.keys(transitions.delivery) as DeliveryStatus[]

/** How a person may settle an unknown delivery: as sent, to be sent again, or given up. */
export const settlements = ['sent', 'queued', 'failed'] as const satisfies DeliveryStatus[]
export type Settlement = (typeof settlements)[number]

/** A row claimed by a worker: no other worker writes it while the fence is unchanged. */
export interface Claim {
  editionId: number
  subscriberId: number
  subscriptionId: number
  /** When it was first due. */
  dueAt: Temporal.Instant
  /** Earlier attempts that a server answered, or that were lost. */
  attempts: number
  fence: number
  /** Why it was waiting, if it was. */
  reason: Reason | null
}

/** How an attempt ended. */
export interface Finish {
  claim: Claim
  to: 'sent' | 'deferred' | 'failed' | 'unknown' | 'skipped' | 'queued'
  from: 'claimed' | 'inflight'
  reply: string | null
  reason: Reason | null
  /** The key of the variant that was sent; null keeps the stored one. */
  variant: string | null
  nextAttemptAt: Temporal.Instant | null
  /** The server permanently denied that the address exists: counted against it. */
  isAddressDead?: boolean
}
