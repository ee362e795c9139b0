import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/system.ts'
import { writeMessage } from '../../src/services/sending/outbox/write-message.ts'
import { postgres } from '../torture/place/backends.ts'
import { openPlace, type Place, type Sender } from '../torture/place/place.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
const content = { kind: 'alert' as const, subject: 'A line', lead: 'L.', points: [], advice: 'A.' }

/** Processes of the service on one database, each with its role. */
describe.skipIf(server === undefined)('roles on PostgreSQL', () => {
  let place: Place
  let running: Sender[]

  beforeEach(async () => {
    place = await openPlace(postgres(server ?? ''), 1)
    running = []
  })
  afterEach(async () => {
    for (const one of running) one.signal('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    await place.drop()
  })

  const start = (role: string): Sender => {
    const one = place.start(['serve', '--role', role], { DAYWIRE_PORT: '0', DAYWIRE_LOG: 'info' })
    running.push(one)
    return one
  }
  const write = (to: string) =>
    place.store.transaction((tx) => writeMessage(tx, to, content, systemClock.now()))
  const recipients = async () => (await place.server.taken()).map(({ recipient }) => recipient)
  const scheduler = async () => (await place.store.leases.holder('scheduler'))?.worker.split(':')[1]

  test('web serves pages and sends nothing; a worker sends what waits, and new messages at once', async () => {
    const web = start('web')
    await expect.poll(() => web.said(), { timeout: 60_000 }).toMatch(/served on http/)
    const url = /served on (http:\/\/[\w.:]+)/.exec(web.said())?.[1]
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await write('first@example.org')
    expect(await scheduler()).toBeUndefined()
    const worker = start('worker')
    await expect.poll(recipients, { timeout: 60_000 }).toEqual(['first@example.org'])
    await write('second@example.org')
    await expect.poll(recipients).toEqual(['first@example.org', 'second@example.org'])
    expect(await scheduler()).toBe(String(worker.pid))
    for (const one of [web, worker]) one.signal('SIGTERM')
    const ends = await Promise.all([web.ended, worker.ended])
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    expect(web.said()).not.toContain('scheduler')
  })

  test('a killed scheduler is replaced by another worker', async () => {
    const first = start('worker')
    await expect.poll(scheduler, { timeout: 60_000 }).toBe(String(first.pid))
    const second = start('worker')
    await expect.poll(() => second.said(), { timeout: 60_000 }).toMatch(/jobs are done/)
    expect(await scheduler()).toBe(String(first.pid))
    first.signal('SIGKILL')
    await expect.poll(scheduler, { timeout: 60_000 }).toBe(String(second.pid))
  })
})
