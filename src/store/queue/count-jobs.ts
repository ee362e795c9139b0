import { type Kysely, sql } from 'kysely'
import { jobNames } from '../../core/jobs.ts'
import type { Tables } from '../tables/tables.ts'
import { failedQueue, schema } from './kinds.ts'
import type { JobCounts, StoredQueue } from './queue.ts'

interface Counted {
  name: string
  count: number
}

/** Counts jobs in pg-boss's table, so that a process that takes none does not load pg-boss. */
export function countedJobs(db: Kysely<Tables>): Pick<StoredQueue, 'counts'> {
  return {
    async counts(): Promise<JobCounts> {
      const { rows } = await sql<Counted>`
        select name, count(*) as count from ${sql.id(schema, 'job')}
        where state in ('created', 'retry') group by name`.execute(db)
      const of = (name: string): number => rows.find((row) => row.name === name)?.count ?? 0
      return { waiting: jobNames.map((name) => ({ name, count: of(name) })), failed: of(failedQueue) }
    },
  }
}
