import { troubleOf } from '../core/database-trouble.ts'
import { reasonOf } from '../core/errors.ts'
import { jobNames, type JobName } from '../core/jobs.ts'
import type { Context } from '../services/context.ts'
import type { JobQueue } from '../store/store.ts'
import type { Handler } from './handlers/handler.ts'
import { timed } from './timed.ts'
import { untilWritten } from './until-written.ts'

/** How often a job that may run concurrently runs in this process at once. */
const several = 4

/**
 * Runs the jobs that the queue hands to this process, one of several. An error is reported as an event, and the queue retries the job.
 * Stopping aborts running jobs, and sends jobs for the remaining work to other processes.
 */
export async function runDistributed(
  context: Context,
  queue: JobQueue,
  handlers: Record<JobName, Handler>,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController()

  async function run(name: JobName, part: number | null, lost: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, lost])
    try {
      await timed(context, name, () => runOne(context, name, handlers[name], part, signal))
    } catch (error) {
      const which = part === null ? name : `${name} ${part}`
      const message = `${which}: ${reasonOf(error)}`
      context.events.emit({ name: 'job.failed', message, data: { job: name, part } })
      // Otherwise the queue would not learn of the failure, and consider the job active until its heartbeats are missed.
      if (troubleOf(error) !== null) await untilWritten(context.store, stopping.signal)
      throw error
    }
    if (stopping.signal.aborted)
      await context.store.transaction((tx) => tx.jobs.wake(name, part ?? undefined))
  }

  const takers = jobNames.map((name) => ({
    name,
    atOnce: handlers[name].shared?.atOnce ?? (handlers[name].isConcurrent ? several : 1),
    run: (part: number | null, lost: AbortSignal) => run(name, part, lost),
  }))
  const taken = await queue.take(takers, (error) =>
    context.events.emit({ name: 'queue.failed', message: reasonOf(error) }),
  )
  return {
    async stop() {
      stopping.abort()
      await taken.stop()
    },
  }
}

async function runOne(
  context: Context,
  name: JobName,
  { run, shared }: Handler,
  part: number | null,
  signal: AbortSignal,
): Promise<void> {
  if (!shared) return run(context, signal)
  if (part !== null) return shared.runPart(context, part, signal)
  const parts = await shared.parts(context, signal)
  await context.store.transaction(async (tx) => {
    for (const each of parts) await tx.jobs.wake(name, each)
  })
}
