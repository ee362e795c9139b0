import { reasonOf } from '../core/errors.ts'
import type { JobName } from '../core/jobs.ts'
import type { Context } from '../services/context.ts'
import type { Handler } from './handlers/handler.ts'
import { timed } from './timed.ts'

/** The jobs of this process. */
export interface RunningJobs {
  /** Runs a job's handler; if it is running and not concurrent, it runs once more afterwards. */
  wake(name: JobName): void
  /** Aborts running work and waits for its end; later wake-ups are ignored. */
  stop(): Promise<void>
}

/** Runs handlers in this process when they are woken. An error in one is reported as an event and does not affect others. */
export function runInProcess(context: Context, handlers: Record<JobName, Handler>): RunningJobs {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  /** Handlers that are running, and whether they were woken again meanwhile. */
  const single = new Map<JobName, { isWokenAgain: boolean }>()

  async function run(name: JobName): Promise<void> {
    try {
      await timed(context, name, () => handlers[name].run(context, stopping.signal))
    } catch (error) {
      context.events.emit({
        name: 'job.failed',
        message: `${name}: ${reasonOf(error)}`,
        data: { job: name, part: null },
      })
    }
  }

  /** A run may have been too far along to see what it was woken for meanwhile. */
  async function runAlone(name: JobName): Promise<void> {
    const state = { isWokenAgain: true }
    single.set(name, state)
    while (state.isWokenAgain && !stopping.signal.aborted) {
      state.isWokenAgain = false
      await run(name)
    }
    single.delete(name)
  }

  return {
    wake(name) {
      if (stopping.signal.aborted) return
      const alone = single.get(name)
      if (alone) {
        alone.isWokenAgain = true
        return
      }
      const work = (handlers[name].isConcurrent ? run(name) : runAlone(name)).finally(() =>
        running.delete(work),
      )
      running.add(work)
    },
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
