import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { visitorActor } from '../../../src/core/entities/actor.ts'
import type { Event } from '../../../src/core/events.ts'
import { signUp } from '../../../src/services/subscribers/joining/sign-up.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const begin = Temporal.Instant.from('2026-11-20T08:00Z')
const perHour = 300
const networks = 50
const readers = ['ada@example.org', 'bo@example.org', 'cy@example.org']

describe.each(dialects)('bots on $name', ({ open, name }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    for (const reader of readers) await room.reader(reader, { topics: ['nuclear'] })
  })
  afterEach(() => room.close())

  // PGlite is slow, and its rows are the same.
  const count = name === 'SQLite' ? 10_000 : 1_000

  test('thousands of sign-ups send no more e-mails an hour than the limit, and affect no reader', async () => {
    const events: string[] = []
    const emit = (event: Event) => void events.push(event.name)
    const context = { ...room.app.context, events: { emit } }
    /** How many e-mails may be sent in six minutes. */
    const left: number[] = []
    const leave = async (at: Temporal.Instant) => {
      const lease = { worker: 'test', until: at.add({ hours: 9 }) }
      let leaving = 0
      while (await home.store.messages.claim(at, lease)) leaving += 1
      left.push(leaving)
    }
    let refused = 0
    for (let each = 0; each < count; each += 1) {
      room.clock.set(begin.add({ milliseconds: Math.floor((each * 3_600_000) / count) }).toString())
      if (each > 0 && each % (count / 10) === 0) await leave(room.clock.now())
      const email = readers[each % 97] ?? `bot${each}@example.com`
      const ip = `198.51.${each % networks}.${each % 250}`
      const form = { email, topics: ['cyber'], days: [], hour: '', timeZone: '', language: 'en', ip }
      if (!(await signUp(context, room.digest, form, visitorActor)).ok) refused += 1
    }
    for (let minutes = 60; minutes <= 180; minutes += 6) await leave(begin.add({ minutes }))
    const hours = left.map((_, at) => left.slice(at, at + 10).reduce((sum, each) => sum + each, 0))
    expect(Math.max(...hours)).toBeLessThanOrEqual(perHour)
    expect(hours[0]).toBeGreaterThan(perHour / 2)
    if (name === 'SQLite') expect(refused).toBeGreaterThan(count / 2)
    expect(events).toEqual(['sign-ups.waiting'])
    expect(await home.store.audiences.countByTopics(room.digest.id)).toEqual([
      { topics: ['nuclear'], count: readers.length },
    ])
  }, 180_000)
})
