/** Limits for one source. */
export interface Limits {
  /** Decoded bytes of one body. */
  bytes: number
  /** Milliseconds for a whole request, redirects and body included. */
  time: number
  /** Milliseconds to connect to one address. */
  connectTime: number
  redirects: number
  /** The most items read from one source. */
  items: number
  /** Milliseconds to parse one document. */
  readingTime: number
  /** Megabytes of memory for the thread that parses documents. */
  readingMemory: number
}

export const defaultLimits: Limits = {
  bytes: 10_000_000,
  time: 30_000,
  connectTime: 10_000,
  redirects: 5,
  items: 2_000,
  readingTime: 10_000,
  readingMemory: 160,
}
