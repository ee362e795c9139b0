/** Work that goes on by itself while Daywire runs, each kind by its name. */
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

/** A kind of work; where it is shared out in parts, the number of one of them (a source, an edition), or null: whatever there is. */
export interface Job {
  name: JobName
  part: number | null
}

/** A job that failed at every attempt, so that it is not tried again by itself. What it was to do is found again each minute. */
export interface FailedJob extends Job {
  id: string
  /** How often it was tried. */
  tries: number
  failedAt: Temporal.Instant
  why: string
}
