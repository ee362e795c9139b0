import { schedule } from 'node-cron'
import type { HeldLease } from '../core/entities/sending/lease.ts'
import { reasonOf } from '../core/errors.ts'
import { jobNames } from '../core/jobs.ts'
import type { Context } from '../services/context.ts'
import { takeLease, type LeaseDeps } from '../services/leases.ts'

export type SchedulerDeps = LeaseDeps & Pick<Context, 'events'>

const leaseName = 'scheduler'
/** Seconds without a renewal after which another process takes over. */
const lease = 30

export interface Scheduler {
  /** Wakes all jobs once a minute while this process is the scheduler, and makes it the scheduler if there is none. */
  look(): Promise<void>
  /** Lets another process take over at once. */
  resign(): Promise<void>
}

/** One of the processes on a database is the scheduler, elected by the store: only it sends jobs each minute. */
export function openScheduler({ store, clock, settings, events }: SchedulerDeps): Scheduler {
  let held: HeldLease | null = null
  let wokenIn: number | null = null

  /** False if another process has taken over since: then nothing is sent. */
  const wakeAll = (mine: HeldLease, minute: number): Promise<boolean> =>
    store.transaction(async (tx) => {
      if (!(await tx.leases.renew(leaseName, mine, clock.now().add({ seconds: lease })))) return false
      if (minute !== wokenIn) for (const name of jobNames) await tx.jobs.wake(name)
      return true
    })

  return {
    async look() {
      if (!held) {
        held = await takeLease({ store, clock, settings }, leaseName, lease)
        if (!held) return
        wokenIn = null
        const message = 'this process is the scheduler now'
        events.emit({ name: 'scheduler.began', message })
      }
      const minute = Math.floor(clock.now().epochMilliseconds / 60_000)
      if (await wakeAll(held, minute)) {
        wokenIn = minute
        return
      }
      held = null
      const message = 'another process is the scheduler now, as this one did not answer in time'
      events.emit({ name: 'scheduler.ended', message })
    },
    async resign() {
      const mine = held
      held = null
      if (mine) await store.leases.release(leaseName, mine)
    },
  }
}

/** Checks now and every five seconds, until it is stopped. */
export function runScheduler(deps: SchedulerDeps): { stop(): Promise<void> } {
  const scheduler = openScheduler(deps)
  let looking: Promise<void> | null = null
  const look = (): Promise<void> =>
    (looking ??= scheduler
      .look()
      .catch((error: unknown) => deps.events.emit({ name: 'scheduler.failed', message: reasonOf(error) }))
      .finally(() => {
        looking = null
      }))
  void look()
  const task = schedule('*/5 * * * * *', () => void look())
  return {
    async stop() {
      await task.stop()
      await looking
      await scheduler.resign()
    },
  }
}
