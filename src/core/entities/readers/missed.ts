/**
 * Why a reader got nothing of an edition: by their row of the ledger, or without one (`away` in a pause, `other-day` by choice,
 * `joined` after the edition had begun to leave, `warm-up` waiting for their day in one).
 */
export const missedReasons = [
  'failed',
  'given-up',
  'unknown',
  'suppressed',
  'domain-suppressed',
  'paused',
  'left',
  'nothing',
  'warm-up',
  'away',
  'joined',
  'other-day',
] as const
export type MissedReason = (typeof missedReasons)[number]

/**
 * Reasons after which the edition can safely be sent to all whom they no longer hold for: their e-mail was never accepted by a relay, nor
 * may have been. Not `unknown`, which may have arrived, nor what a server refused for good, nor what was the reader's own choice.
 */
export const safeReasons = [
  'given-up',
  'suppressed',
  'domain-suppressed',
  'paused',
  'left',
  'away',
  'joined',
] as const satisfies MissedReason[]
export type SafeReason = (typeof safeReasons)[number]

export const isSafe = (reason: MissedReason): reason is SafeReason =>
  safeReasons.some((safe) => safe === reason)

/** The edition whose e-mails are missed. */
export interface MissedEdition {
  id: number
  digestId: number
  /** ISO. */
  weekday: number
  startedAt: Temporal.Instant
  /** Null: all got it. */
  warmUpId: number | null
}
