/** A worker's hold on rows: its name, and until when. */
export interface Lease {
  worker: string
  until: Temporal.Instant
}

/** A lease that was taken; the fence is incremented whenever another worker takes it. */
export interface HeldLease extends Lease {
  fence: number
}
