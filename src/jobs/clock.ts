import { schedule } from 'node-cron'
import { jobNames, type JobName } from '../core/jobs.ts'

/**
 * Wakes all jobs now and every minute. node-cron only wakes: what is due is computed from the store, so nothing is lost or repeated if a
 * wake-up is skipped or doubled (clock changes, sleep), or if the process to be woken ends.
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
