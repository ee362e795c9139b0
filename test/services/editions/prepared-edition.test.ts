import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('readers of the same stories, on $name', ({ open }) => {
  let room: TestNewsroom
  beforeEach(async () => {
    room = await testNewsroom(await open())
  })
  afterEach(() => room.close())

  test('see the topics of their own choice', async () => {
    await room.reader('ada@example.org', { topics: ['nuclear'] })
    await room.reader('ben@example.org', { topics: ['nuclear', 'cyber'] })
    await room.reader('cleo@example.org', { topics: ['nuclear'] })
    await room.story('a', 'Inspectors count the seals of a reactor', 'nuclear')
    await room.wake('2026-11-10T06:00Z')
    await room.wake('2026-11-10T06:30:10Z')
    await room.wake('2026-11-10T07:00:10Z')
    const told = (await room.app.mails())
      .toSorted((a, b) => a.to.localeCompare(b.to))
      .map(({ to, text }) => [to, text.includes('Nuclear and Cyber')])
    expect(told).toEqual([
      ['ada@example.org', false],
      ['ben@example.org', true],
      ['cleo@example.org', false],
    ])
  })
})
