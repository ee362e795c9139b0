import type { Generated } from 'kysely'
import type { DeliveryStatus } from '../../core/entities/states.ts'

export interface SendingTables {
  deliveries: DeliveriesTable
  pace: { key: string; next_at: number; slow_until: Generated<number>; slow_steps: Generated<number> }
  pace_connections: { domain: string; slot: number; worker: string; lease_until: number }
  messages: MessagesTable
  alerts: { dedupe: string; at: number }
}

/** The ledger: the outcome of each e-mail of an edition. */
export interface DeliveriesTable {
  edition_id: number
  subscriber_id: number
  subscription_id: number
  status: DeliveryStatus
  due_at: number
  attempts: Generated<number>
  next_attempt_at: number | null
  worker: string | null
  lease_until: number | null
  fence: Generated<number>
  inflight_at: number | null
  finished_at: number | null
  reply: string | null
  reason: string | null
  /** The contents of the e-mail, JSON: subject, block keys, bytes; it explains the delivery. */
  variant: string | null
  /** 1 once it was sent again because it is unknown whether it arrived. */
  resent: Generated<number>
  /** The revision of the edition that was sent. */
  revision: number | null
  /** When a relay reported its arrival at the reader’s server. */
  delivered_at: number | null
}

/** The outbox. */
export interface MessagesTable {
  id: Generated<number>
  kind: string
  recipient: string
  subscriber_id: number | null
  body: string
  status: DeliveryStatus
  due_at: number
  attempts: Generated<number>
  next_attempt_at: number | null
  worker: string | null
  lease_until: number | null
  fence: Generated<number>
  inflight_at: number | null
  finished_at: number | null
  reply: string | null
  reason: string | null
  /** 1 once it was sent again because it is unknown whether it arrived. */
  resent: Generated<number>
  /** The lowest is sent first. */
  priority: Generated<number>
  created_at: number
}
