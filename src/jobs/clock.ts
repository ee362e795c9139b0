import { schedule } from 'node-cron'
import { jobNames, type JobName } from '../core/jobs.ts'

/**
 * Wakes all jobs now and every minute. node-cron only wakes: what is due is computed from the store, so a skipped or doubled
 * waking (clock changes, sleep), or the end of a process that was to be woken, loses and repeats nothing.
 */
export function wakeAllEachMinute(wake: (name: JobName) => void): { stop(): Promise<void> } {
  const wakeAll = (): void => jobNames.forEach(wake)
  wakeAll()
  const task = schedule('* * * * *', wakeAll)
  return {
    async stop() {
      await task.stop()
    },
  }
}
