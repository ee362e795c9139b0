/** A stretch of a digest's subscriptions: those after one id, up to and with another. */
export interface Stretch {
  digestId: number
  after: number
  upTo: number
}

/** An hour of a subscriber's own, and the instant that it means for an edition. */
export interface OwnHour {
  hour: string
  /** Null is the digest's. */
  timeZone: string | null
}

/** What stands between an edition and its rows. */
export interface OpenFanOut {
  /** The last subscription that was looked at. */
  after: number
  /** All are due at this instant; null: each at its hour. */
  dueAt: Temporal.Instant | null
}
