import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { JobName } from '../../../src/core/jobs.ts'
import { dropFailedJobs, listFailedJobs, retryFailedJobs } from '../../../src/services/jobs/failed-jobs.ts'
import { openTestCli } from '../../cli/context.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

// PGlite has one session, and no queue.
describe.each(dialects.filter(({ name }) => name === 'PostgreSQL'))('failed jobs on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  /** Makes these jobs fail at their only attempt. */
  async function fail(...jobs: [name: JobName, part?: number][]): Promise<void> {
    const takers = [...new Set(jobs.map(([name]) => name))].map((name) => ({
      name,
      atOnce: 1,
      run: async () => {
        throw new Error('the disk is full')
      },
    }))
    const taken = await home.store.queue?.take(takers, () => undefined)
    await home.execute('update pgboss.queue set retry_limit = 0')
    for (const [index, [name, part]] of jobs.entries()) {
      await home.store.transaction((tx) => tx.jobs.wake(name, part))
      await expect.poll(() => home.store.queue?.failed()).toHaveLength(index + 1)
    }
    await taken?.stop()
  }

  test('are listed with their subject, and retried or dropped by the beginning of their ids', async () => {
    const edition = await room.approved()
    const source = (await home.store.sources.list())[0]
    await fail(['retention'], ['deliveries', edition.id], ['collect', source?.id ?? 0])
    const { context } = room.app
    const jobs = await listFailedJobs(context)
    expect(jobs.map(({ name, about, why }) => [name, about, why])).toEqual([
      ['collect', source?.name, 'the disk is full'],
      ['deliveries', `daily ${edition.date.toString()}`, 'the disk is full'],
      ['retention', null, 'the disk is full'],
    ])
    expect(await retryFailedJobs(context, [jobs[1]?.id.slice(0, 12) ?? ''], commandActor)).toBe(1)
    expect(
      await home.rows("select name from pgboss.job where state = 'created' and name <> 'failed'"),
    ).toEqual([{ name: 'deliveries' }])
    await expect(dropFailedJobs(context, ['no-such-id'], commandActor)).rejects.toThrow(
      'begins with no-such-id',
    )
    expect(await dropFailedJobs(context, 'all', commandActor)).toBe(2)
    expect(await listFailedJobs(context)).toEqual([])
    const audited = await home.rows("select action, detail from audit where subject = 'jobs' order by id")
    expect(audited).toEqual([
      { action: 'retry-jobs', detail: `{"jobs":["deliveries ${edition.id}"]}` },
      { action: 'drop-jobs', detail: `{"jobs":["collect ${source?.id}","retention"]}` },
    ])
  })
})

test('on SQLite there are none, and the command says so', async () => {
  const cli = await openTestCli()
  const listed = await cli.daywire('jobs', 'list', '--json')
  const retried = await cli.daywire('jobs', 'retry', '--all')
  const usage = await cli.daywire('jobs', 'drop')
  await cli.drop()
  expect(listed).toMatchObject({ code: 0, stdout: '' })
  expect(listed.stderr).toContain('keeps none that failed')
  expect(retried).toMatchObject({ code: 1 })
  expect(retried.stderr).toContain('on SQLite one process does all jobs')
  expect(usage.code).toBe(2)
})
