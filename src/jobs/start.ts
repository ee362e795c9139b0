import { jobNames } from '../core/jobs.ts'
import type { Context } from '../services/context.ts'
import { wakeAllEachMinute } from './clock.ts'
import { runDistributed } from './distributed.ts'
import { openHandlers } from './handlers/handlers.ts'
import { runInProcess } from './in-process.ts'
import { runScheduler } from './scheduler.ts'

/** Runs jobs: all of them where the store is this process's alone, else those that it is handed. */
export async function startJobs(context: Context): Promise<{ stop(): Promise<void> }> {
  const { queue } = context.store
  if (!queue) return startInProcess(context)
  const jobs = await runDistributed(context, queue, openHandlers())
  const scheduler = runScheduler(context)
  // What a process left that has ended is taken up at once, and not at the next minute.
  await wakeAll(context.store)
  return {
    async stop() {
      await scheduler.stop()
      await jobs.stop()
    },
  }
}

/** Sends word of every kind of work, once each. */
const wakeAll = (store: Context['store']): Promise<void> =>
  store.transaction(async (tx) => {
    for (const name of jobNames) await tx.jobs.wake(name)
  })

/** At once, each minute, and where a transaction of this process woke them. */
function startInProcess(context: Context): { stop(): Promise<void> } {
  const jobs = runInProcess(context, openHandlers())
  const deaf = context.store.onWake(jobs.wake)
  const clock = wakeAllEachMinute(jobs.wake)
  return {
    async stop() {
      deaf()
      await clock.stop()
      await jobs.stop()
    },
  }
}
