import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { visitorActor } from '../../../src/core/entities/actor.ts'
import { signUp } from '../../../src/services/subscribers/joining/sign-up.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const begin = Temporal.Instant.from('2026-11-20T08:00Z')

describe.each(dialects)('a flood of sign-ups on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  test('delays nobody for more than a day, and sign-ups beyond that leave no trace', async () => {
    const { settings } = room.app.context
    const context = {
      ...room.app.context,
      settings: { ...settings, signUps: { ...settings.signUps, perHour: 4 } },
    }
    room.clock.set(begin.toString())
    const flood = 120
    for (let each = 0; each < flood; each += 1) {
      const form = { topics: ['cyber'], days: [], hour: '', timeZone: '', language: 'en' }
      const more = { email: `bot${each}@example.com`, ip: `198.51.${each}.7` }
      expect((await signUp(context, room.digest, { ...form, ...more }, visitorActor)).ok).toBe(true)
    }
    const written = (await home.store.messages.list(500)).length
    const leftBy = async (hours: number) => {
      const at = begin.add({ hours })
      let leaving = 0
      while (await home.store.messages.claim(at, { worker: 'test', until: at.add({ hours: 9 }) }))
        leaving += 1
      return leaving
    }
    const early = await leftBy(23)
    expect(early).toBeLessThan(written)
    expect(early + (await leftBy(24))).toBe(written)
    const people = { digestId: room.digest.id, afterId: 0, count: 500 }
    const pending = await home.store.subscribers.page({ ...people, status: 'pending' })
    expect(pending).toHaveLength(written)
  })
})
