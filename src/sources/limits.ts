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
}

export const defaultLimits: Limits = {
  bytes: 10_000_000,
  time: 30_000,
  connectTime: 10_000,
  redirects: 5,
  items: 2_000,
}
