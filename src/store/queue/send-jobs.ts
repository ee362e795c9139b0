import type { Kysely } from 'kysely'
import type { Job } from '../../core/jobs.ts'
import type { Tables } from '../tables/tables.ts'
import type { OpenBoss } from './open-boss.ts'

/** What distinguishes the jobs of a kind. */
const keyOf = ({ part }: Job): string => (part === null ? 'all' : String(part))

/** In the same order in every transaction, because each locks the waiting jobs that it finds until it commits. */
const inOrder = (a: Job, b: Job): number => a.name.localeCompare(b.name) || (a.part ?? 0) - (b.part ?? 0)

/**
 * Sends jobs when a transaction commits. A job that is already waiting is locked until then instead of sent again: nobody takes it before
 * its work is visible.
 */
export async function sendJobs(boss: OpenBoss, tx: Kysely<Tables>, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return
  const { fromKysely } = await import('pg-boss')
  const within = fromKysely(tx)
  const queue = await boss()
  for (const job of jobs.toSorted(inOrder)) {
    const { name, part } = job
    await queue.upsert(
      name,
      { part },
      { singletonKey: keyOf(job), db: within, ...(part !== null && { group: { id: String(part) } }) },
    )
  }
}
