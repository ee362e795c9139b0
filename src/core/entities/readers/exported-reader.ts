import type { SubscriptionStatus } from '../states.ts'
import type { Choices } from '../subscription.ts'

/** A reader of a digest in an export. */
export interface ExportedReader extends Choices {
  email: string
  name: string | null
  status: SubscriptionStatus
  since: Temporal.Instant
  pausedUntil: Temporal.Instant | null
  leftAt: Temporal.Instant | null
  /** Why and since when the address is suppressed; null if it is not. */
  suppressed: { reason: string; at: Temporal.Instant } | null
  tags: string[]
  /** When and how they agreed: by the last request that they confirmed here, otherwise as stated by their list; null if unknown. */
  agreed: { at: Temporal.Instant; ip: string; how: string } | null
}
