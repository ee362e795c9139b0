import type { ReportedRecipient } from './report.ts'

/** E-mails that a domain's servers refused for one reason that concerns us. */
export interface Refusals {
  reason: ReportedRecipient['reason']
  domain: string
  count: number
  /** When the first report was received. */
  since: Temporal.Instant
  lastAt: Temporal.Instant
  /** The server's latest reply, and the report with it. */
  says: string
  lastReport: number
}
