import type { Kysely } from 'kysely'
import type { FailedJob, Job, JobName } from '../../core/jobs.ts'
import type { SchemaState } from '../migrations/schema-state.ts'
import type { Tables } from '../tables/tables.ts'

/** Hands jobs to any of the processes on one database. What there is to do is in the other tables: a job only says that there is some. */
export interface JobQueue {
  /** Takes jobs for this process until it is stopped. `fault` is called with what went wrong in the queue itself. */
  take(takers: readonly JobTaker[], fault: (error: Error) => void): Promise<TakenJobs>
  /** Jobs that failed at every attempt, newest first, at most 1,000. */
  failed(): Promise<FailedJob[]>
  counts(): Promise<JobCounts>
  /** Puts failed jobs back into their queues; gives how many. */
  retry(ids: readonly string[]): Promise<number>
  /** Deletes failed jobs; gives how many. */
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
  /** So many at once, and of each part one. */
  atOnce: number
  /** Rejects where it failed. The signal is aborted when another process has taken the job over. */
  run(part: number | null, signal: AbortSignal): Promise<void>
}

export interface TakenJobs {
  /** Takes no more, waits until what runs has ended, and closes. */
  stop(): Promise<void>
}

/** The queue as the store keeps it. */
export interface StoredQueue extends JobQueue {
  /** Makes its tables, or brings them up to date; gives the names of what was done. */
  migrate(): Promise<string[]>
  /** Its tables beside those that the installed pg-boss needs. */
  state(): Promise<SchemaState>
  /** Sends jobs with the commit of this transaction. */
  send(tx: Kysely<Tables>, jobs: readonly Job[]): Promise<void>
}
