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
  /** Why and since when the address is not mailed; null where it is. */
  suppressed: { reason: string; at: Temporal.Instant } | null
  tags: string[]
  /** The last request that they confirmed, and the version of the form; null where they came in another way. */
  agreed: { at: Temporal.Instant; ip: string; form: string } | null
}
