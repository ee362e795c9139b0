import type { Kysely } from 'kysely'
import type { FailedJob, Job, JobName } from '../../core/jobs.ts'
import type { SchemaState } from '../migrations/schema-state.ts'
import type { Tables } from '../tables/tables.ts'

/** Hands jobs to any of the processes on one database. The work itself is in the other tables: a job only says that there is some. */
export interface JobQueue {
  /** Takes jobs for this process until it is stopped. `fault` is called with errors of the queue itself. */
  take(takers: readonly JobTaker[], fault: (error: Error) => void): Promise<TakenJobs>
  /** Jobs that failed at every attempt, newest first, at most 1,000. */
  failed(): Promise<FailedJob[]>
  counts(): Promise<JobCounts>
  /** Puts failed jobs back into their queues; returns how many. */
  retry(ids: readonly string[]): Promise<number>
  /** Deletes failed jobs; returns how many. */
  drop(ids: readonly string[]): Promise<number>
}

/** How many jobs wait for a process, and how many failed at every attempt. */
export interface JobCounts {
  waiting: readonly { name: JobName; count: number }[]
  failed: number
}

/** How this process takes the jobs of one kind. */
export interface JobTaker {
  name: JobName
  /** How many at once, and at most one of each part. */
  atOnce: number
  /** Rejects if it fails. The signal is aborted when another process has taken the job over. */
  run(part: number | null, signal: AbortSignal): Promise<void>
}

export interface TakenJobs {
  /** Takes no more jobs, waits for running ones, and closes. */
  stop(): Promise<void>
}

/** The queue as the store uses it. */
export interface StoredQueue extends JobQueue {
  /** Creates or migrates its tables; returns the names of the steps. */
  migrate(): Promise<string[]>
  /** Its tables compared with what the installed pg-boss needs. */
  state(): Promise<SchemaState>
  /** Sends jobs when this transaction commits. */
  send(tx: Kysely<Tables>, jobs: readonly Job[]): Promise<void>
}
