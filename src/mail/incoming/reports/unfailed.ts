import type { OtherReason, ReportedRecipient } from '../../../core/entities/feedback/report.ts'

/** A recipient of a report that is no bounce. */
export const unfailed = (address: string | null, reason: OtherReason, says: string): ReportedRecipient => ({
  address,
  status: '',
  reply: '',
  reason,
  hard: false,
  delayed: false,
  says,
})
