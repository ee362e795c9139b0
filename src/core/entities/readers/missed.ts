/**
 * Why a reader did not receive an edition: from their row in the ledger, or without one (`away`: a pause; `other-day`: by choice; `joined`:
 * after sending began; `warm-up`: not yet admitted).
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
 * Reasons after which the edition can safely be sent to those for whom they no longer apply: the e-mail was certainly never accepted by a
 * relay. Not `unknown`, which may have arrived, nor what a server permanently refused, nor what was the reader's own choice.
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

/** The edition that was missed. */
export interface MissedEdition {
  id: number
  digestId: number
  /** ISO. */
  weekday: number
  startedAt: Temporal.Instant
  /** Null: it was for all readers. */
  warmUpId: number | null
}
