import { jobNames } from '../core/jobs.ts'
import type { Context } from '../services/context.ts'
import { wakeAllEachMinute } from './clock.ts'
import { runDistributed } from './distributed.ts'
import { openHandlers } from './handlers/handlers.ts'
import { runInProcess } from './in-process.ts'
import { runScheduler } from './scheduler.ts'

/** What runs in this process; each part can be stopped. */
export interface StartedJobs {
  scheduler: { stop(): Promise<void> }
  worker: { stop(): Promise<void> }
}

/** Runs jobs: all of them if only this process uses the store, otherwise those handed to it. */
export async function startJobs(context: Context): Promise<StartedJobs> {
  const { queue } = context.store
  if (!queue) return startInProcess(context)
  const worker = await runDistributed(context, queue, openHandlers())
  const scheduler = runScheduler(context)
  // Continues the work of a process that has ended now, not at the next minute.
  await wakeAll(context.store)
  return { scheduler, worker }
}

/** Sends one job of every kind. */
const wakeAll = (store: Context['store']): Promise<void> =>
  store.transaction(async (tx) => {
    for (const name of jobNames) await tx.jobs.wake(name)
  })

/** Now, each minute, and when a transaction of this process wakes them. */
function startInProcess(context: Context): StartedJobs {
  const jobs = runInProcess(context, openHandlers())
  const stopListening = context.store.onWake(jobs.wake)
  return {
    scheduler: wakeAllEachMinute(jobs.wake),
    worker: {
      async stop() {
        stopListening()
        await jobs.stop()
      },
    },
  }
}
