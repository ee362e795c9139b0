/** Which suppressed addresses are looked for. An empty text asks for nothing. */
export interface SuppressionFilter {
  /** How the address begins, or after an `@` the domain: only addresses of readers can be found so. */
  begins: string
  /** Anywhere in the reason. */
  reason: string
  from: Temporal.Instant | null
  /** Before it. */
  until: Temporal.Instant | null
}

export const allSuppressions: SuppressionFilter = { begins: '', reason: '', from: null, until: null }

/** The last one of a page: when it was made, or by what it is sorted, and its hash. */
export interface SuppressionCursor {
  key: number | string
  hash: string
}
