import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { nothing } from '../torture/tally.ts'
import { postgres } from '../torture/place/backends.ts'
import { openPlace, type Place, type Sender } from '../torture/place/place.ts'
import { openLater } from './versions.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
const readers = 120

/** Processes of this version, and of later ones, on one database. */
describe.skipIf(server === undefined)('an upgrade on PostgreSQL', () => {
  let place: Place
  let running: Sender[]
  let laterWorkers: ChildProcess[]
  let stores: Store[]

  beforeEach(async () => {
    place = await openPlace(postgres(server ?? ''), readers)
    running = []
    laterWorkers = []
    stores = []
  })
  afterEach(async () => {
    for (const one of running) one.signal('SIGKILL')
    for (const one of laterWorkers) if (one.exitCode === null && one.kill('SIGKILL')) await once(one, 'exit')
    await Promise.all(running.map(({ ended }) => ended))
    for (const store of stores) await store.close()
    await place.drop()
  })

  function later(version: 'next' | 'afterNext'): Store {
    const store = openLater(version, place.databaseUrl, place.newsroom.folder)
    stores.push(store)
    return store
  }
  async function start(role: string, isReady: RegExp): Promise<Sender> {
    const one = place.start(['serve', '--role', role], { DAYWIRE_PORT: '0', DAYWIRE_LOG: 'info' })
    running.push(one)
    await expect.poll(() => one.said(), { timeout: 60_000 }).toMatch(isReady)
    return one
  }
  const worker = () => start('worker', /jobs are done/)
  async function laterWorker(): Promise<ChildProcess> {
    const { folder } = place.newsroom
    const env = { DAYWIRE_DATABASE_URL: place.databaseUrl, DAYWIRE_SMTP_URL: place.server.url }
    const child = fork(join(import.meta.dirname, 'later-worker.ts'), {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    })
    laterWorkers.push(child)
    await once(child, 'message')
    return child
  }
  const command = async (...args: string[]) => place.newsroom.run(args)
  const taken = async () => (await place.server.taken()).length
  const replaced = async (old: Sender) => {
    old.signal('SIGTERM')
    expect((await old.ended).code).toBe(0)
  }

  test('workers are replaced one by one while an edition is sent, after tables were added', async () => {
    await command('limits', 'set', '--per-minute', '600')
    await command('pause', '--reason', 'until all run')
    await command('run')
    const old = [await worker(), await worker()] as const
    expect(await later('next').migrate()).toEqual(['9001-adding'])
    expect((await command('resume')).code).toBe(0)
    await expect.poll(taken, { timeout: 60_000 }).toBeGreaterThan(5)
    await laterWorker()
    await replaced(old[0])
    const another = await laterWorker()
    await replaced(old[1])
    await expect.poll(async () => (await place.edition())?.status, { timeout: 60_000 }).toBe('sent')
    expect(await place.finish()).toMatchObject({
      ...nothing(),
      recipients: readers,
      counts: { sent: readers },
    })
    another.kill('SIGTERM')
    expect((await once(another, 'exit'))[0]).toBe(0)
  })

  test('a process whose tables were changed stops itself, says why, and does not start again', async () => {
    await later('next').migrate()
    const both = [await worker(), await start('web', /served on http/)]
    expect(await later('afterNext').migrate()).toEqual(['9002-removing'])
    for (const { ended } of both) {
      const { code, stderr } = await ended
      expect(code).toBe(78)
      expect(stderr).toMatch(
        /stopping, as the tables [\s\S]*made by a newer Daywire: its tables are at 9002-removing/,
      )
    }
    for (const args of [['serve'], ['run'], ['migrate'], ['migrate', '--check']]) {
      const { code, stderr } = await command(...args)
      expect(code).toBe(78)
      expect(stderr).toContain('made by a newer Daywire')
    }
  })
})
