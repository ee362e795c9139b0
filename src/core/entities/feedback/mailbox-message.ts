/** A message in the bounce mailbox that must be processed again, because it could not be read, or not be deleted afterwards. */
export interface MailboxMessage {
  validity: string
  uid: number
  need: 'reading' | 'deleting'
  /** Consecutive failures. */
  failures: number
  /** In bytes; null if unknown. */
  size: number | null
  /** The last error. */
  fault: string
  nextAt: Temporal.Instant
}

/** Failures after which a message is listed as unreadable; about half an hour. */
export const mostFailures = 6

const longestWait = 24 * 60

/** When the next attempt is due: after a minute, doubling each time, at most a day. */
export function nextAttempt(failures: number, at: Temporal.Instant): Temporal.Instant {
  return at.add({ minutes: Math.min(2 ** (failures - 1), longestWait) })
}
