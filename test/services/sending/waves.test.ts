import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

/**
 * Readers of one edition of 07:00 UTC on 10 November, with their own hour at which they get it: the first such hour
 * after the freeze at 06:30, and none before the edition is sent.
 */
const readers = [
  { email: 'digest@example.org', hour: '', timeZone: '', at: '2026-11-10T07:00' },
  { email: 'vienna@example.org', hour: '07:45', timeZone: 'Europe/Vienna', at: '2026-11-10T07:00' },
  { email: 'lima@example.org', hour: '06:00', timeZone: 'America/Lima', at: '2026-11-10T11:00' },
  { email: 'tokyo@example.org', hour: '06:30', timeZone: 'Asia/Tokyo', at: '2026-11-10T21:30' },
  { email: 'kathmandu@example.org', hour: '12:00', timeZone: 'Asia/Kathmandu', at: '2026-11-11T06:15' },
]

describe.each(dialects)('readers with an hour of their own, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    for (const { email, hour, timeZone } of readers) await room.reader(email, { hour, timeZone })
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    await room.wake('2026-11-10T06:00Z')
  })
  afterEach(() => room.close())

  test('get the edition in waves, each once and at that hour; it closes after the last of them', async () => {
    const got = async () => (await room.app.mails()).map(({ to }) => to).sort()
    const edition = async () =>
      home.store.editions.byDate(room.digest.id, Temporal.PlainDate.from('2026-11-10'))
    await room.wake('2026-11-10T06:30Z')
    const waves = Map.groupBy(readers, ({ at }) => at)
    const reached: string[] = []
    for (const [at, wave] of waves) {
      const hour = Temporal.Instant.from(`${at}Z`)
      await room.wake(hour.subtract({ minutes: 1 }).toString())
      expect(await got()).toEqual(reached.toSorted())
      await room.wake(hour.toString())
      reached.push(...wave.map(({ email }) => email))
      expect(await got()).toEqual(reached.toSorted())
      expect((await edition())?.status).toBe(reached.length === readers.length ? 'sent' : 'sending')
    }
  })

  test('whose hour has passed because of a late freeze get it at once, not with the next edition', async () => {
    await room.wake('2026-11-10T08:00Z')
    const got = (await room.app.mails()).map(({ to }) => to).sort()
    expect(got).toEqual(['digest@example.org', 'vienna@example.org'])
  })
})
