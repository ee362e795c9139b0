/** Selects suppressed addresses. Empty strings and nulls don't restrict it. */
export interface SuppressionFilter {
  /** The beginning of the address, or after an `@` of the domain: finds only addresses of readers. */
  begins: string
  /** A part of the reason. */
  reason: string
  from: Temporal.Instant | null
  /** Exclusive. */
  until: Temporal.Instant | null
}

export const allSuppressions: SuppressionFilter = { begins: '', reason: '', from: null, until: null }

/** The last one of a page: its sort key (its time, or another) and its hash. */
export interface SuppressionCursor {
  key: number | string
  hash: string
}
