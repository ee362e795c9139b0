import type { ReportedRecipient } from './report.ts'

/** E-mails that the servers of a domain refused for one reason that is about us. */
export interface Refusals {
  reason: ReportedRecipient['reason']
  domain: string
  count: number
  /** When the first of them was received. */
  since: Temporal.Instant
  lastAt: Temporal.Instant
  /** What the server said last, and the report that says so. */
  says: string
  lastReport: number
}
