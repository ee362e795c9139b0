import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk/open-desk.ts'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.reader('ada@example.org')
  await room.reader('bo@example.org', { topics: ['missiles'] })
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.wake('2026-11-09T08:00:00Z')
  await desk.as('analyst')
})
afterEach(() => desk.close())

test('the stories of the next e-mail, with reasons, are shown before and after the edition is composed', async () => {
  const { room } = desk
  expect(await desk.get('readers/1')).toContain('/readers/1/next')
  const before = await desk.get('readers/1/next')
  expect(before).toContain('The edition has not been made yet.')
  expect(before).toContain('2 stories')
  expect(before).toContain('Seals counted in the hall')
  expect(before).toContain('Interceptor leaves the coast')
  const own = await desk.get('readers/2/next')
  expect(own).toContain('1 story')
  expect(own).not.toContain('Seals counted in the hall')
  expect(await room.app.context.store.editions.newest(room.digest.id, 5)).toEqual([])

  await room.wake('2026-11-10T06:30:10Z')
  await desk.as('analyst')
  const made = await desk.get('readers/2/next')
  expect(made).not.toContain('The edition has not been made yet.')
  expect(made).toContain('Interceptor leaves the coast')
  expect(made).not.toContain('Seals counted in the hall')
})
