/** A range of a digest's subscriptions by id: after `after`, up to and including `upTo`. */
export interface SubscriptionBatch {
  digestId: number
  after: number
  upTo: number
}

/** A subscriber's own hour. */
export interface OwnHour {
  hour: string
  /** Null: the digest's. */
  timeZone: string | null
}

/** The state of creating an edition's deliveries. */
export interface OpenFanOut {
  /** The last subscription that was handled. */
  after: number
  /** All are due at this instant; null: each at its own hour. */
  dueAt: Temporal.Instant | null
}
