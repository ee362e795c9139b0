import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { collectDue } from '../../../src/services/collecting/reading/collect-due.ts'
import { workerName } from '../../../src/services/workers.ts'
import { systemWait } from '../../../src/system.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { picture, wireOf, type Wire } from './wire.ts'

const going = new AbortController().signal

describe.each(dialects)('leases of sources on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let wire: Wire

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    wire = await wireOf(room)
    wire.lists([{ id: 'a', title: 'Nuclear inspectors count seals at the reactor' }])
  })
  afterEach(() => room.close())

  /** The wire is leased for this many seconds, to a process that is alive by default. */
  const hold = async (seconds: number, worker = workerName('another')) => {
    const source = await home.store.sources.byName('Wire')
    if (!source) throw new Error('there is no wire')
    const until = room.clock.now().add({ seconds })
    expect(await home.store.sources.claim(source, { worker, until })).toBe(true)
    return source
  }
  const outcomes = async () =>
    (await collect(room.app.context)).map(({ source, outcome }) => [source, outcome])

  test('a source that another process reads is skipped in a round, and read once the lease has expired', async () => {
    await hold(60)
    await collectDue(room.app.context, going)
    expect(wire.asked).toEqual([])
    room.clock.set('2026-11-09T07:00:59Z')
    await collectDue(room.app.context, going)
    expect(wire.asked).toEqual([])
    room.clock.set('2026-11-09T07:01:00Z')
    await collectDue(room.app.context, going)
    expect(wire.asked).toEqual(['/feed.xml'])
    expect(await home.store.sources.byName('Wire')).toMatchObject({ reader: null, failures: 0 })
  })

  test('a process that has ended on this host holds no lease', async () => {
    await hold(3_600, workerName('gone', 999_999_999))
    await collectDue(room.app.context, going)
    expect(wire.asked).toEqual(['/feed.xml'])
  })

  test('a manual command waits for another process, and reads the source itself if that fails', async () => {
    await hold(60)
    expect(await outcomes()).toEqual([
      ['Editors', 'read'],
      ['Wire', 'read'],
    ])
    expect(room.clock.now().toString()).toMatch(/^2026-11-09T07:01/)
  })

  test('a process that lost its lease does not end the lease of its successor', async () => {
    const first = await hold(60)
    room.clock.set('2026-11-09T07:02:00Z')
    await hold(60)
    await home.store.sources.release(first)
    expect((await home.store.sources.byName('Wire'))?.reader).not.toBeNull()
  })

  test('two concurrent collectors request each document and each picture once', async () => {
    const body = await picture(90)
    wire.answers((path, response) => {
      if (path === '/feed.xml') return false
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(body)
      return true
    })
    const named = { id: 'b', title: 'Missile fired over the strait, officials say', picture: '/b.jpg' }
    wire.lists([named])
    // A wait without advancing the clock: the lease does not expire.
    const context = { ...room.app.context, wait: systemWait }
    const both = await Promise.all([collect(context), collect(context)])
    expect(wire.asked.sort()).toEqual(['/b.jpg', '/feed.xml'])
    const ofWire = both.map((some) => some.find(({ source }) => source === 'Wire')?.outcome)
    expect(new Set(ofWire)).toEqual(new Set(['elsewhere', 'read']))
  })

  test('a source that asks to wait is not read in a round before that', async () => {
    wire.answers((_, response) => {
      response.writeHead(503, { 'retry-after': '3600' }).end()
      return true
    })
    for (const time of ['07:00', '07:15', '07:59', '08:00']) await room.wake(`2026-11-09T${time}:00Z`)
    expect(wire.asked).toHaveLength(2)
  })
})
