import type { Actor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import type { FailedJob } from '../../core/jobs.ts'
import { requirePermission } from '../../core/permissions.ts'
import { said } from '../../core/said/said.ts'
import type { JobQueue } from '../../store/store.ts'
import type { Context } from '../context.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** A failed job with the name of what it was about: a source, or a digest and its date. */
export interface ListedJob extends FailedJob {
  about: string | null
}

/** Jobs that failed at every attempt, newest first, at most 1,000; none if jobs are not stored. */
export async function listFailedJobs({ store }: Deps): Promise<ListedJob[]> {
  const failed = (await store.queue?.failed()) ?? []
  return Promise.all(failed.map(async (job) => ({ ...job, about: await aboutOf({ store }, job) })))
}

async function aboutOf({ store }: Pick<Context, 'store'>, { name, part }: FailedJob): Promise<string | null> {
  if (part === null) return null
  if (name === 'collect') return (await store.sources.byId(part))?.name ?? null
  const edition = await store.editions.byId(part)
  const digest = edition && (await store.digests.byId(edition.digestId))
  return edition && digest ? `${digest.key} ${edition.date.toString()}` : null
}

/** Which failed jobs: all, or those whose ids begin with these. */
export type ChosenJobs = 'all' | readonly string[]

/**
 * Retries failed jobs; returns how many. Throws `not-found` for a prefix that matches no id or several, `conflict` if jobs are not stored.
 */
export async function retryFailedJobs(context: Deps, chosen: ChosenJobs, actor: Actor): Promise<number> {
  requirePermission(actor, 'change-jobs', null)
  return settle(context, chosen, actor, 'retry-jobs', (queue, ids) => queue.retry(ids))
}

/** Deletes failed jobs, whose work will be found again anyway; returns how many. Throws as `retryFailedJobs` does. */
export async function dropFailedJobs(context: Deps, chosen: ChosenJobs, actor: Actor): Promise<number> {
  requirePermission(actor, 'change-jobs', null)
  return settle(context, chosen, actor, 'drop-jobs', (queue, ids) => queue.drop(ids))
}

async function settle(
  { store, clock }: Deps,
  chosen: ChosenJobs,
  actor: Actor,
  action: 'retry-jobs' | 'drop-jobs',
  work: (queue: JobQueue, ids: string[]) => Promise<number>,
): Promise<number> {
  const { queue } = store
  if (!queue) throw new AppError('conflict', said('jobs-not-kept'))
  const failed = await queue.failed()
  const jobs = chosen === 'all' ? failed : chosen.map((beginning) => jobWithPrefix(failed, beginning))
  const count = await work(
    queue,
    jobs.map(({ id }) => id),
  )
  const detail = { jobs: jobs.map(({ name, part }) => (part === null ? name : `${name} ${part}`)) }
  if (count > 0) await store.audit.append({ at: clock.now(), actor, action, subject: 'jobs', detail })
  return count
}

function jobWithPrefix(failed: readonly FailedJob[], beginning: string): FailedJob {
  const found = failed.filter(({ id }) => id.startsWith(beginning))
  const [one] = found
  if (!one || found.length > 1) throw new AppError('not-found', said('job-none', { id: beginning }))
  return one
}
