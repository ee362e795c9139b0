import type { Job as TakenJob, PgBoss } from 'pg-boss'
import { keptAlive } from '../dialect/postgres.ts'
import { queues, retryWithin, schema } from './kinds.ts'
import type { JobTaker, TakenJobs } from './queue.ts'

/** Connections of this process for its queue, besides those of its store and the one that listens. */
const connections = 3

/** Seconds between checks for jobs whose process is gone, and for jobs without a notification. */
const lookEvery = 15
const pollEvery = 60

/** Takes jobs for this process, with connections of its own: LISTEN announces new ones. */
export async function takeJobs(
  url: string,
  takers: readonly JobTaker[],
  fault: (error: Error) => void,
): Promise<TakenJobs> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    connectionString: url,
    schema,
    max: connections,
    ...keptAlive,
    migrate: false,
    createSchema: false,
    schedule: false,
    useListenNotify: true,
    registerInstance: false,
    superviseIntervalSeconds: lookEvery,
    monitorIntervalSeconds: lookEvery,
    openTelemetry: { enabled: false },
  })
  // Some are plain objects with the message of an error.
  boss.on('error', ({ message }) => fault(new Error(message)))
  await boss.start()
  for (const [name, { policy: _, ...options }] of queues) await boss.updateQueue(name, options)
  for (const taker of takers) for (let n = 0; n < taker.atOnce; n += 1) await takeOneByOne(boss, taker)
  return {
    async stop() {
      await Promise.all(takers.map(({ name }) => boss.offWork(name)))
      await boss.stop()
    },
  }
}

type Given = TakenJob<{ part: number | null }>

async function takeOneByOne(boss: PgBoss, { name, run }: JobTaker): Promise<void> {
  let self = ''
  const options = { localGroupConcurrency: 1, notifyPollingIntervalSeconds: pollEvery }
  self = await boss.work(name, options, async ([job]: Given[]) => {
    if (!job) return
    try {
      await run(job.data.part, job.signal)
    } catch (error) {
      // There is no notification when it is due again.
      setTimeout(() => boss.notifyWorker(self), 1_000 * retryWithin(name, job.retryCount)).unref()
      throw error
    } finally {
      // It takes one job per poll, so it polls again at once.
      boss.notifyWorker(self)
    }
  })
}
