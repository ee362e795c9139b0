import { jobNames } from '../core/jobs.ts'
import type { Context } from '../services/context.ts'
import { wakeAllEachMinute } from './clock.ts'
import { runDistributed } from './distributed.ts'
import { openHandlers } from './handlers/handlers.ts'
import { runInProcess } from './in-process.ts'
import { runScheduler } from './scheduler.ts'

/** What works in this process; each part stops by itself. */
export interface StartedJobs {
  scheduler: { stop(): Promise<void> }
  worker: { stop(): Promise<void> }
}

/** Runs jobs: all of them where the store is this process's alone, else those that it is handed. */
export async function startJobs(context: Context): Promise<StartedJobs> {
  const { queue } = context.store
  if (!queue) return startInProcess(context)
  const worker = await runDistributed(context, queue, openHandlers())
  const scheduler = runScheduler(context)
  // What a process left that has ended is taken up at once, and not at the next minute.
  await wakeAll(context.store)
  return { scheduler, worker }
}

/** Sends word of every kind of work, once each. */
const wakeAll = (store: Context['store']): Promise<void> =>
  store.transaction(async (tx) => {
    for (const name of jobNames) await tx.jobs.wake(name)
  })

/** At once, each minute, and where a transaction of this process woke them. */
function startInProcess(context: Context): StartedJobs {
  const jobs = runInProcess(context, openHandlers())
  const deaf = context.store.onWake(jobs.wake)
  return {
    scheduler: wakeAllEachMinute(jobs.wake),
    worker: {
      async stop() {
        deaf()
        await jobs.stop()
      },
    },
  }
}
