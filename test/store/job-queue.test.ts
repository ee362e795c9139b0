import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reasonOf } from '../../src/core/errors.ts'
import { jobNames, type Job, type JobName } from '../../src/core/jobs.ts'
import type { JobQueue } from '../../src/store/store.ts'
import { schemaVersion } from '../../src/store/queue/kinds.ts'
import { dialects, type TestDatabase } from './dialects.ts'

/** The jobs that one process got, in order; each ends when the test says so. */
interface Process {
  given: { job: Job; end(): void; fail(why: string): void }[]
  /** Resolves with the job of that number, once it was handed out. */
  job(number: number): Promise<Process['given'][number]>
  stop(): Promise<void>
}

async function start(queue: JobQueue, names: readonly JobName[]): Promise<Process> {
  const given: Process['given'] = []
  const awaited = new Map<number, (one: Process['given'][number]) => void>()
  const takers = names.map((name) => ({
    name,
    atOnce: 2,
    run(part: number | null) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const one = { job: { name, part }, end: resolve, fail: (why: string) => reject(new Error(why)) }
      given.push(one)
      awaited.get(given.length)?.(one)
      return promise
    },
  }))
  const taken = await queue.take(takers, () => undefined)
  return {
    given,
    job(number) {
      const there = given[number - 1]
      return there ? Promise.resolve(there) : new Promise((resolve) => awaited.set(number, resolve))
    },
    async stop() {
      for (const { end } of given) end()
      await taken.stop()
    },
  }
}

test('the tables of the queue are those of the installed pg-boss', () => {
  const file = new URL('../../node_modules/pg-boss/package.json', import.meta.url)
  const { pgboss } = JSON.parse(readFileSync(file, 'utf8')) as { pgboss: { schema: number } }
  expect(schemaVersion).toBe(pgboss.schema)
})

// PGlite has one session, and notifies only within its own process.
describe.each(dialects.filter(({ name }) => name === 'PostgreSQL'))('the job queue on $name', ({ open }) => {
  let home: TestDatabase
  let queue: JobQueue
  let processes: Process[]

  beforeEach(async () => {
    home = await open()
    if (!home.store.queue) throw new Error('PostgreSQL has a queue')
    queue = home.store.queue
    processes = []
  })
  afterEach(async () => {
    await Promise.all(processes.map(({ stop }) => stop()))
    await home.drop()
  })

  const run = async (...names: JobName[]): Promise<Process> => {
    const one = await start(queue, names)
    processes.push(one)
    return one
  }
  const wake = (name: JobName, part?: number) => home.store.transaction((tx) => tx.jobs.wake(name, part))
  const waiting = () =>
    home.rows(
      "select name, data->>'part' as part from pgboss.job where state = 'created' order by name, singleton_key",
    )

  test('its tables are created by migrating, and there is a queue for each kind of job', async () => {
    expect(await home.store.pending()).toEqual([])
    expect(await home.store.migrate()).toEqual([])
    const made = await home.rows('select name from pgboss.queue order by name')
    expect(made.map(({ name }) => name)).toEqual([...jobNames, 'failed'].toSorted())
  })

  test('a queue that a later version adds is created by migrating', async () => {
    await home.execute("delete from pgboss.queue where name = 'bulk'")
    expect(await home.store.pending()).toEqual(['queue-bulk'])
    expect(await home.store.migrate()).toEqual(['queue-bulk'])
    expect(await home.store.pending()).toEqual([])
  })

  test('tables of a newer version are refused', async () => {
    await home.execute('update pgboss.version set version = 99999')
    await expect(home.store.migrate()).rejects.toThrow('newer Daywire')
  })

  test('a wake-up comes with its commit, once, and never after a rollback', async () => {
    const lost = home.store.transaction(async (tx) => {
      await tx.jobs.wake('outbox')
      throw new Error('rolled back')
    })
    await expect(lost).rejects.toThrow('rolled back')
    expect(await waiting()).toEqual([])
    await home.store.transaction(async (tx) => {
      for (const name of ['outbox', 'bulk', 'outbox'] as const) await tx.jobs.wake(name)
      expect(await waiting()).toEqual([])
    })
    await wake('outbox')
    expect(await waiting()).toEqual([
      { name: 'bulk', part: null },
      { name: 'outbox', part: null },
    ])
  })

  test('a waiting job is taken only after all transactions that woke it have committed', async () => {
    await wake('outbox')
    const mayCommit = Promise.withResolvers<void>()
    const hasSent = Promise.withResolvers<void>()
    const { send } = queue as unknown as { send(...of: unknown[]): Promise<void> }
    // A waiting job is held from its wake-up to the commit.
    Object.assign(queue, {
      async send(...of: unknown[]) {
        await send(...of)
        hasSent.resolve()
        await mayCommit.promise
      },
    })
    const committed = wake('outbox')
    await hasSent.promise
    const one = await run('outbox', 'bulk')
    Object.assign(queue, { send })
    await wake('bulk')
    expect((await one.job(1)).job.name).toBe('bulk')
    mayCommit.resolve()
    await committed
    expect((await one.job(2)).job.name).toBe('outbox')
  })

  test('a job that may not run concurrently does not, in any process, and runs once more afterwards', async () => {
    const both = [await run('outbox', 'bulk'), await run('outbox', 'bulk')]
    await wake('outbox')
    const first = await Promise.race(both.map((one) => one.job(1)))
    for (let times = 0; times < 3; times += 1) await wake('outbox')
    // Another kind of job is handed out, so the second process has polled in between.
    await wake('bulk')
    await Promise.race(
      both.map(async (one) => {
        const at = one.given.length + 1
        return one.job(at)
      }),
    )
    const all = () => both.flatMap(({ given }) => given.map(({ job }) => job.name))
    expect(all().toSorted()).toEqual(['bulk', 'outbox'])
    first.end()
    await expect.poll(all).toHaveLength(3)
    for (const { given } of both) for (const { end } of given) end()
    await expect.poll(async () => home.rows("select 1 from pgboss.job where state < 'completed'")).toEqual([])
    expect(all().toSorted()).toEqual(['bulk', 'outbox', 'outbox'])
  })

  test('a shared job goes to several processes, and to none of them twice at once', async () => {
    const both = [await run('deliveries'), await run('deliveries')]
    await wake('deliveries', 7)
    await Promise.race(both.map((one) => one.job(1)))
    await wake('deliveries', 7)
    await Promise.all(both.map((one) => one.job(1)))
    await wake('deliveries', 7)
    await wake('deliveries', 8)
    await expect.poll(() => both.flatMap(({ given }) => given)).toHaveLength(3)
    const parts = both.flatMap(({ given }) => given.map(({ job }) => job.part))
    expect(parts.map(String).toSorted()).toEqual(['7', '7', '8'])
    expect(await waiting()).toEqual([{ name: 'deliveries', part: '7' }])
  })

  test('a failed job is retried once it is due, without a wake-up', async () => {
    const one = await run('outbox')
    await wake('outbox')
    ;(await one.job(1)).fail('the disk is full')
    expect((await one.job(2)).job).toEqual({ name: 'outbox', part: null })
    // Sooner than any worker polls.
  }, 30_000)

  test('a job that fails at each attempt is kept, and can be retried or dropped', async () => {
    const one = await run('retention', 'deliveries')
    await home.execute('update pgboss.queue set retry_limit = 0')
    await wake('retention')
    ;(await one.job(1)).fail('the disk is full')
    await wake('deliveries', 7)
    ;(await one.job(2)).fail('no server')
    await expect.poll(() => queue.failed()).toHaveLength(2)
    const failed = await queue.failed()
    expect(await queue.counts()).toMatchObject({ failed: 2 })
    expect(failed).toMatchObject([
      { name: 'deliveries', part: 7, tries: 1, why: 'no server' },
      { name: 'retention', part: null, tries: 1, why: 'the disk is full' },
    ])
    expect(await queue.retry([failed[0]?.id ?? ''])).toBe(1)
    expect((await one.job(3)).job).toEqual({ name: 'deliveries', part: 7 })
    expect(await queue.failed()).toHaveLength(1)
    expect(await queue.drop(failed.map(({ id }) => id))).toBe(1)
    expect(await queue.failed()).toEqual([])
  })

  test('what goes wrong in the queue itself is reported by its message', async () => {
    await home.execute('alter table pgboss.job_common rename to moved')
    const { promise: fault, resolve } = Promise.withResolvers<string>()
    const taken = await queue.take([{ name: 'outbox', atOnce: 1, run: async () => undefined }], (error) => {
      if (reasonOf(error).includes('Queue: outbox')) resolve(reasonOf(error))
    })
    try {
      expect(await fault).toContain('"pgboss.job_common" does not exist')
    } finally {
      await taken.stop()
    }
  })
})
