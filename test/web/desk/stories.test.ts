import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { openTestDesk, type TestDesk } from './open-desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.reader('maria@example.org')
  await room.story('a', 'Élysée counts <b>seals</b> in Ünterstadt', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  for (let n = 0; n < 60; n++) await room.story(`n${n}`, `Seals of hall number ${n} were counted`, 'nuclear')
  room.clock.set('2026-11-09T08:00:00Z')
  await collect(room.app.context)
  await room.wake('2026-11-10T06:30:10Z')
})
beforeEach(() => desk.as('analyst'))
afterAll(() => desk.close())

const idsIn = (page: string) =>
  [...page.matchAll(/data-open href="[^"]+stories\/(\d+)"/g)].map(([, id]) => id)

test('finds stories by their words, ignoring case and accents', async () => {
  const page = await desk.get('stories?q=ELYSEE+unterstadt')
  expect(idsIn(page)).toHaveLength(1)
  expect(page).toContain('counts &lt;b&gt;seals&lt;/b&gt; in')
  expect(await desk.get('stories?q=nobody+wrote+this')).toContain('Nothing was found')
})

test('the query is shown again, as text', async () => {
  const page = await desk.get(`stories?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
  expect(page).toContain('value="&quot;&gt;&lt;script&gt;')
  expect(page).not.toContain('<script>alert')
})

test('finds by topic, source and day', async () => {
  expect(idsIn(await desk.get('stories?topic=missiles'))).toHaveLength(1)
  expect(idsIn(await desk.get('stories?source=1&topic=missiles'))).toHaveLength(1)
  expect(idsIn(await desk.get('stories?day=2026-11-08'))).toHaveLength(0)
  expect(idsIn(await desk.get('stories?day=2026-11-09&topic=missiles'))).toHaveLength(1)
})

test('pages through all of them, each once', async () => {
  const first = await desk.get('stories?q=counted')
  const next =
    /href="\/news\/desk\/(stories\?[^"]+)" rel="next"/
      .exec(first)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=') ?? ''
  const second = await desk.get(next)
  const all = [...idsIn(first), ...idsIn(second)]
  expect(idsIn(first)).toHaveLength(50)
  expect(new Set(all).size).toBe(60)
  expect(second).not.toContain('rel="next"')
})

test('shows the history of a story', async () => {
  const [id = ''] = idsIn(await desk.get('stories?q=interceptor'))
  const page = await desk.get(`stories/${id}`)
  expect(page).toContain('What happened to it')
  expect(page).toMatch(/daily, Tuesday, 10 November 2026: in the edition/)
  expect(page).toContain('href="/news/desk/editions/daily/2026-11-10"')
  expect(page).toMatch(/topic missiles/)
  await desk.get('stories/999999', 404)
  await desk.get('stories/1e3', 404)
})
