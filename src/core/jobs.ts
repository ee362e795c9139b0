/** Names of the background work that Daywire does while it runs. */
export const jobNames = [
  'collect',
  'editions',
  'late',
  'pages',
  'links',
  'outbox',
  'deliveries',
  'bounces',
  'archive',
  'imports',
  'bulk',
  'retention',
  'warm-up',
  'domains',
] as const

export type JobName = (typeof jobNames)[number]

/** A kind of work; if it is divided, the number of a part (a source, an edition), or null for everything there is. */
export interface Job {
  name: JobName
  part: number | null
}

/** A job that failed at every attempt and is not retried automatically. Its work is found again each minute. */
export interface FailedJob extends Job {
  id: string
  /** The number of attempts. */
  tries: number
  failedAt: Temporal.Instant
  why: string
}
