import type { SubscriptionStatus } from '../states.ts'
import type { Choices } from '../subscription.ts'

/** A reader of a digest as an export has them. */
export interface ExportedReader extends Choices {
  email: string
  name: string | null
  status: SubscriptionStatus
  since: Temporal.Instant
  pausedUntil: Temporal.Instant | null
  leftAt: Temporal.Instant | null
  /** Why and since when the address is suppressed; null where it is not. */
  suppressed: { reason: string; at: Temporal.Instant } | null
  tags: string[]
  /** When they agreed, and how: by the last request that they confirmed here, or else as their list said; null where nothing is known. */
  agreed: { at: Temporal.Instant; ip: string; how: string } | null
}
