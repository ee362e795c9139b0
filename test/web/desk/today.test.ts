import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from './open-desk.ts'

const day = 'today/daily/2026-11-10'
let desk: TestDesk

/** A draft of six stories and an analysis, which a person has to approve. */
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  await room.story('a', 'Seals counted <b>in</b> the hall & yard', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.story('c', 'Centrifuges stopped at Skarholm', 'nuclear')
  await room.story('d', 'Mustard agent burned at Orro', 'chemical')
  await room.story('e', 'Corvane reactor restarts', 'nuclear')
  await room.story('f', 'A recipe for soup', 'cooking')
  await room.reader('maria@example.org')
  await room.wake('2026-11-09T07:30:00Z')
  await room.wake('2026-11-10T06:30:10Z')
})
beforeEach(() => desk.as('editor'))
afterAll(() => desk.close())

const seenIn = (page: string): string => /name="seen" value="(\d+)"/.exec(page)?.[1] ?? ''
const editionIn = (page: string): string => /name="edition" value="(\d+)"/.exec(page)?.[1] ?? ''

/** Presses a button of the page as it is now. */
async function press(asked: string, typed: Record<string, string> = {}, status = 303) {
  const page = await desk.get(day)
  return desk.post(day, { do: asked, seen: seenIn(page), edition: editionIn(page), ...typed }, status)
}
const idOf = async (headline: string): Promise<number> => {
  const page = await desk.get(day)
  const at = page.indexOf(headline)
  const [, id = '0'] = /.*id="story-(\d+)"/s.exec(page.slice(0, at)) ?? []
  return Number(id)
}

test('leads from the desk to the day that is worked on', async () => {
  expect((await desk.answer('today')).headers.location).toBe('/news/desk/today/daily')
  expect((await desk.answer('today/daily')).headers.location).toBe(`/news/desk/${day}`)
  await desk.get('today/daily/2026-02-31', 404)
  await desk.get('today/nothing', 404)
})

test('shows pool and edition, each story with why it stands there', async () => {
  const page = await desk.get(day)
  expect(page).toContain('Tuesday, 10 November 2026')
  expect(page).toContain('Seals counted &lt;b&gt;')
  expect(page).toMatch(/Off topic<\/|Off topic:/)
  expect(page).not.toContain('[object')
})

test('a story is moved, and the page says where it stands', async () => {
  const page = await desk.get(day)
  const [, move = '', id = ''] = /value="(move (\d+) before \d+)"/.exec(page) ?? []
  const { location } = await press(move)
  expect(location).toBe(`/news/desk/${day}?done=move&story=${id}`)
  const after = await desk.get(location.replace('/news/desk/', ''))
  expect(after).toMatch(/is number 1 of \d in Nuclear/)
  expect(after).toContain(`data-focus="${id}"`)
})

test('a story goes out and in again, leads, is pinned, and each can be undone', async () => {
  const id = await idOf('Interceptor leaves')
  await press(`out ${id}`)
  expect(await desk.get(day)).toContain('Left out by hand')
  await press(`in ${id}`)
  await press(`lead ${id}`)
  expect(await desk.get(day)).toMatch(new RegExp(`class="lead-story" id="story-${id}"`))
  await press(`pin ${id}`)
  expect(await desk.get(day)).toContain(`unpin ${id}`)
  await press('undo-last')
  expect(await desk.get(day)).not.toContain(`unpin ${id}`)
})
