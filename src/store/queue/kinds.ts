import type { Queue } from 'pg-boss'
import { jobNames, type JobName } from '../../core/jobs.ts'

/** The schema of pg-boss's tables, and its version in the installed pg-boss. */
export const schema = 'pgboss'
export const schemaVersion = 46

/** Jobs that failed at every attempt. */
export const failedQueue = 'failed'

type Kind = Omit<Queue, 'name'>

/** Several processes may work on the same job; at most one of each is waiting. */
const shared = 'short'
/** One process at a time, and one more job waiting, because a running one may be too far along to see new work. */
const single = 'stately'

const day = 86_400

/** Seconds. */
const longestRetryDelay = 60

const common = {
  // Work may take hours; heartbeats show that its process is alive.
  expireInSeconds: day,
  heartbeatSeconds: 30,
  retryBackoff: true,
  retryDelayMax: longestRetryDelay,
  retentionSeconds: day,
  deleteAfterSeconds: 3_600,
  deadLetter: failedQueue,
  notify: true,
}

/** Seconds before the second attempt, doubled at each further one up to a minute; and the number of retries. */
const retries: Record<JobName, { retryDelay: number; retryLimit: number }> = {
  collect: { retryDelay: 15, retryLimit: 2 },
  editions: { retryDelay: 2, retryLimit: 8 },
  late: { retryDelay: 5, retryLimit: 8 },
  pages: { retryDelay: 15, retryLimit: 3 },
  links: { retryDelay: 30, retryLimit: 3 },
  outbox: { retryDelay: 2, retryLimit: 8 },
  deliveries: { retryDelay: 5, retryLimit: 8 },
  bounces: { retryDelay: 30, retryLimit: 5 },
  archive: { retryDelay: 5, retryLimit: 5 },
  imports: { retryDelay: 5, retryLimit: 5 },
  bulk: { retryDelay: 5, retryLimit: 5 },
  retention: { retryDelay: 60, retryLimit: 2 },
  'warm-up': { retryDelay: 30, retryLimit: 3 },
  domains: { retryDelay: 60, retryLimit: 2 },
}

/** The most seconds until a failed job is due again; `retryCount` is that of the failed attempt. */
export const retryWithin = (name: JobName, retryCount: number): number =>
  Math.min(longestRetryDelay, retries[name].retryDelay * 2 ** (retryCount + 1))

const isShared: readonly JobName[] = ['collect', 'deliveries', 'pages']

/** Every queue as pg-boss should have it, with the one that others refer to first. */
export const queues: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [failedQueue, { policy: 'standard', retentionSeconds: 14 * day, deleteAfterSeconds: 3_600 }],
  ...jobNames.map((name): [string, Kind] => [
    name,
    { ...common, ...retries[name], policy: isShared.includes(name) ? shared : single },
  ]),
])
