import type { Kysely } from 'kysely'
import { jobNames, type FailedJob } from '../../core/jobs.ts'
import type { Tables } from '../tables/tables.ts'
import { failedQueue } from './kinds.ts'
import type { OpenBoss } from './open-boss.ts'
import type { StoredQueue } from './queue.ts'
import { sendJobs } from './send-jobs.ts'

/** The jobs that failed at every attempt, as stored by pg-boss. */
export function failedJobs(
  db: Kysely<Tables>,
  boss: OpenBoss,
): Pick<StoredQueue, 'failed' | 'retry' | 'drop'> {
  async function failed(): Promise<FailedJob[]> {
    const found = await (await boss()).findJobs<{ part: number | null }>(failedQueue)
    return found.toReversed().flatMap((job) => {
      const name = jobNames.find((each) => each === job.sourceName)
      if (!name) return []
      const failedAt = Temporal.Instant.fromEpochMilliseconds(job.createdOn.getTime())
      const tries = (job.sourceRetryCount ?? 0) + 1
      return [{ id: job.id, name, part: job.data.part, tries, failedAt, why: whyOf(job.sourceOutput) }]
    })
  }

  return {
    failed,
    async retry(ids) {
      const chosen = (await failed()).filter(({ id }) => ids.includes(id))
      if (chosen.length === 0) return 0
      const { fromKysely } = await import('pg-boss')
      const queue = await boss()
      await db.transaction().execute(async (tx) => {
        await sendJobs(boss, tx, chosen)
        await queue.deleteJob(
          failedQueue,
          chosen.map(({ id }) => id),
          { db: fromKysely(tx) },
        )
      })
      return chosen.length
    },
    async drop(ids) {
      const chosen = (await failed()).flatMap(({ id }) => (ids.includes(id) ? [id] : []))
      if (chosen.length > 0) await (await boss()).deleteJob(failedQueue, chosen)
      return chosen.length
    },
  }
}

/** The message of the error that ended the last attempt, as stored by pg-boss. */
function whyOf(output: object | null | undefined): string {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } }
  const text = message ?? value?.message
  return typeof text === 'string' ? text : ''
}
