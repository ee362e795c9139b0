/** A message of the bounce mailbox that needs another look: it could not be read, or not be deleted after it was. */
export interface MailboxMessage {
  validity: string
  uid: number
  need: 'reading' | 'deleting'
  /** How often that failed, one time after the other. */
  failures: number
  /** In bytes; null where nobody knows. */
  size: number | null
  /** What happened the last time. */
  fault: string
  nextAt: Temporal.Instant
}

/** So often a message may fail before it is listed as unreadable; by the waits between, after half an hour. */
export const mostFailures = 6

const longestWait = 24 * 60

/** When the next attempt is due: after a minute, twice as long each time, at most a day. */
export function nextLook(failures: number, at: Temporal.Instant): Temporal.Instant {
  return at.add({ minutes: Math.min(2 ** (failures - 1), longestWait) })
}
