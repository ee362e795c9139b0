import type { Context } from '../services/context.ts'
import { wakeAllEachMinute } from './clock.ts'
import { openHandlers } from './handlers/handlers.ts'
import { runInProcess } from './in-process.ts'

/** Runs all jobs in this process: at once, each minute, and where a transaction of it woke them. */
export function startJobs(context: Context): { stop(): Promise<void> } {
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
