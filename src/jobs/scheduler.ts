import { schedule } from 'node-cron'
import { reasonOf } from '../core/errors.ts'
import type { House } from '../services/house.ts'
import { tick } from '../services/tick.ts'

export interface Scheduler {
  /** Asks the work under way to come to a stop, and waits until it has. */
  stop(): Promise<void>
}

/**
 * Wakes every minute and does what is due. node-cron only wakes: what is due is computed from the store,
 * so a skipped or doubled waking (clock changes, sleep) loses and repeats nothing.
 */
export function startScheduler(house: House): Scheduler {
  const stopping = new AbortController()
  let running: Promise<void> | null = null

  const wake = async (): Promise<void> => {
    try {
      await tick(house, stopping.signal)
    } catch (error) {
      house.events.emit({ level: 'error', name: 'scheduler.failed', message: reasonOf(error) })
    }
  }
  const task = schedule('* * * * *', () => {
    running ??= wake().finally(() => {
      running = null
    })
  })
  return {
    async stop() {
      stopping.abort()
      await task.stop()
      await running
    },
  }
}
