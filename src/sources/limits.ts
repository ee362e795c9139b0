/** Bounds on what one source may cost. */
export interface Limits {
  /** Decoded bytes of one body. */
  bytes: number
  /** Milliseconds for a whole request, redirects and body included. */
  time: number
  /** Milliseconds to connect to one address. */
  connectTime: number
  redirects: number
  /** Items read of one source. */
  items: number
  /** Milliseconds to read one document that has come. */
  readingTime: number
  /** Megabytes that the thread which reads documents may hold. */
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
