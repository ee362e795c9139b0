import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import type { Tables } from '../tables/tables.ts'
import { countedJobs } from './count-jobs.ts'
import { failedJobs } from './failed-jobs.ts'
import { schema } from './kinds.ts'
import type { OpenBoss } from './open-boss.ts'
import type { StoredQueue } from './queue.ts'
import { queueTables } from './queue-tables.ts'
import { sendJobs } from './send-jobs.ts'
import { takeJobs } from './take-jobs.ts'

/** pg-boss on the database of `url`, loaded when a job is first sent or taken. */
export function pgBossQueue(url: string, db: Kysely<Tables>): StoredQueue {
  let opened: Promise<PgBoss> | null = null
  const boss: OpenBoss = () =>
    (opened ??= import('pg-boss').then(
      ({ PgBoss, fromKysely }) =>
        new PgBoss({
          db: fromKysely(db),
          schema,
          migrate: false,
          createSchema: false,
          openTelemetry: { enabled: false },
        }),
    ))
  return {
    ...queueTables(db, boss),
    ...failedJobs(db, boss),
    ...countedJobs(db),
    send: (tx, jobs) => sendJobs(boss, tx, jobs),
    take: (takers, fault) => takeJobs(url, takers, fault),
  }
}
