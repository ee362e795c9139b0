import type { OtherReason, ReportedRecipient } from '../../../core/entities/feedback/report.ts'

/** A recipient in a report that is not a bounce. */
export const nonBounce = (address: string | null, reason: OtherReason, says: string): ReportedRecipient => ({
  address,
  status: '',
  reply: '',
  reason,
  hard: false,
  delayed: false,
  says,
})
