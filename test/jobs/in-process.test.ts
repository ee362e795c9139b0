import { expect, test } from 'vitest'
import { jobNames, type JobName } from '../../src/core/jobs.ts'
import type { Event } from '../../src/core/events.ts'
import { noMetrics } from '../../src/core/metrics/no-metrics.ts'
import type { Handler } from '../../src/jobs/handlers/handler.ts'
import { runInProcess } from '../../src/jobs/in-process.ts'
import type { Context } from '../../src/services/context.ts'

/** The outbox job may not run concurrently, sending may; each run ends when the test says so. */
function jobs() {
  const events: Event[] = []
  const runs: { name: JobName; signal: AbortSignal; end(): void; fail(why: string): void }[] = []
  const begun = new Map<number, () => void>()
  const handler = (name: JobName): Handler => ({
    isConcurrent: name === 'deliveries',
    run(_, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      runs.push({ name, signal, end: resolve, fail: (why) => reject(new Error(why)) })
      begun.get(runs.length)?.()
      return promise
    },
  })
  const handlers = Object.fromEntries(jobNames.map((name) => [name, handler(name)]))
  const emit = (event: Event) => void events.push(event)
  const context = { events: { emit }, metrics: noMetrics } as unknown as Context
  return {
    events,
    runs,
    running: runInProcess(context, handlers as Record<JobName, Handler>),
    /** Resolves when this many runs have begun in all. */
    untilBegun: (count: number) =>
      runs.length >= count
        ? Promise.resolve()
        : new Promise<void>((resolve) => void begun.set(count, resolve)),
  }
}

test('a job woken while it runs is run once more afterwards, however often it was woken', async () => {
  const { running, runs, untilBegun } = jobs()
  for (let times = 0; times < 3; times += 1) running.wake('outbox')
  expect(runs).toHaveLength(1)
  runs[0]?.end()
  await untilBegun(2)
  runs[1]?.end()
  await running.stop()
  expect(runs).toHaveLength(2)
})

test('a job that may run concurrently does', async () => {
  const { running, runs } = jobs()
  running.wake('deliveries')
  running.wake('deliveries')
  expect(runs).toHaveLength(2)
  for (const { end } of runs) end()
  await running.stop()
})

test('an error is emitted as an event, and affects neither other jobs nor the next run', async () => {
  const { running, runs, events, untilBegun } = jobs()
  running.wake('outbox')
  running.wake('retention')
  running.wake('outbox')
  runs[0]?.fail('the disk is full')
  await untilBegun(3)
  expect(runs.map(({ name }) => name)).toEqual(['outbox', 'retention', 'outbox'])
  expect(events).toEqual([
    { name: 'job.failed', message: 'outbox: the disk is full', data: { job: 'outbox', part: null } },
  ])
  for (const { end } of runs) end()
  await running.stop()
})

test('stopping asks running jobs to end, waits for them, and starts nothing more', async () => {
  const { running, runs } = jobs()
  running.wake('outbox')
  running.wake('outbox')
  const stopped = running.stop()
  expect(runs[0]?.signal.aborted).toBe(true)
  running.wake('editions')
  runs[0]?.end()
  await stopped
  expect(runs).toHaveLength(1)
})
