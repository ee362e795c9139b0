import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../torture/place/backends.ts'
import { openPlace, type Place, type Sender } from '../torture/place/place.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']

describe.skipIf(server === undefined)('the scheduler of several workers, when it is asked to stop', () => {
  let place: Place
  let admin: pg.Client
  let running: Sender[]

  beforeEach(async () => {
    place = await openPlace(postgres(server ?? ''), 1)
    admin = new pg.Client({ connectionString: place.databaseUrl })
    await admin.connect()
    running = []
  })
  afterEach(async () => {
    await admin.end()
    for (const one of running) one.signal('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    await place.drop()
  })

  const start = async (grace: string): Promise<Sender> => {
    const one = place.start(['serve', '--role', 'worker'], { DAYWIRE_LOG: 'info', DAYWIRE_GRACE: grace })
    running.push(one)
    await expect.poll(() => one.said(), { timeout: 60_000 }).toMatch(/jobs are done/)
    return one
  }
  const scheduler = async () => (await place.store.leases.holder('scheduler'))?.worker.split(':')[1]

  test('hands over to another, and exits with 0', async () => {
    const first = await start('')
    await expect.poll(scheduler).toBe(String(first.pid))
    first.signal('SIGTERM')
    expect((await first.ended).code).toBe(0)
    expect(await scheduler()).toBeUndefined()
    const second = await start('')
    await expect.poll(scheduler).toBe(String(second.pid))
  })

  test('exits with 1 and says so if it cannot within its grace; another takes over', async () => {
    const first = await start('scheduler=1')
    await expect.poll(scheduler).toBe(String(first.pid))
    await admin.query('begin')
    await admin.query("select from leases where name = 'scheduler' for update")
    first.signal('SIGTERM')
    const { code, stderr } = await first.ended
    expect(code).toBe(1)
    expect(stderr).toContain('the scheduler had not handed over after 1 seconds')
    expect(stderr).not.toContain('was cut off')
    expect(await scheduler()).toBe(String(first.pid))
    await admin.query('rollback')
    const second = await start('')
    await expect.poll(scheduler).toBe(String(second.pid))
  })
})
