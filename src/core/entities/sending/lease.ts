/** A worker's hold on rows: its name, and until when. */
export interface Lease {
  worker: string
  until: Temporal.Instant
}

/** One that was taken; the fence rises whenever another worker takes the same. */
export interface HeldLease extends Lease {
  fence: number
}
