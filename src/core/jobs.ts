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
] as const

export type JobName = (typeof jobNames)[number]
