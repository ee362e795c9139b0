import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../torture/place/backends.ts'
import { openPlace, type Place, type Sender } from '../torture/place/place.ts'
import { tally } from '../torture/tally.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
const readers = 60

/** Workers on two machines, of which one has a clock that is five minutes ahead. */
describe.skipIf(server === undefined)('workers whose clocks differ, on PostgreSQL', () => {
  let place: Place
  let running: Sender[]

  beforeEach(async () => {
    place = await openPlace(postgres(server ?? ''), readers)
    running = []
  })
  afterEach(async () => {
    for (const one of running) one.signal('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    await place.drop()
  })

  const start = async (env: Record<string, string>): Promise<Sender> => {
    const one = place.start(['serve', '--role', 'worker'], env)
    running.push(one)
    await expect.poll(() => one.said(), { timeout: 60_000 }).toMatch(/jobs are done/)
    return one
  }

  test('leave each other what they are sending', async () => {
    for (const args of [['limits', 'set', '--per-minute', '120'], ['pause', '--reason', 'x'], ['run']])
      await place.start(args).ended
    await start({})
    await place.start(['resume']).ended
    await expect.poll(async () => (await place.server.taken()).length, { timeout: 60_000 }).toBeGreaterThan(0)
    const ahead = await start({
      NODE_OPTIONS: `--import ${join(import.meta.dirname, '../torture/place/ahead.ts')}`,
      DAYWIRE_TEST_AHEAD: '300',
    })
    expect(ahead.said()).toMatch(/clock.differs: .*(299|300|301) s ahead/)
    await expect.poll(async () => (await place.edition())?.status, { timeout: 120_000 }).toBe('sent')
    const edition = (await place.edition())?.id ?? 0
    const found = await tally(place.store, readers, edition, await place.server.taken())
    expect(found).toMatchObject({ lost: 0, twice: 0, unknown: 0 })
  })
})
