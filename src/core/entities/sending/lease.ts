/** A worker's hold on rows: its name, and until when. */
export interface Lease {
  worker: string
  until: Temporal.Instant
}
