import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from './open-desk.ts'

const path = 'editions/daily/2026-11-10'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
  for (const name of ['ada', 'bo', 'cy']) await desk.room.reader(`${name}@example.org`)
})
afterEach(() => desk.close())

/** Three e-mails: one accepted, one of unknown fate, one refused. */
const leaving = async () => {
  const { room } = desk
  const { id } = await room.sending()
  const now = room.clock.now().epochMilliseconds
  for (const [subscriberId, status, reply] of [
    [1, 'sent', '250 ok'],
    [2, 'unknown', ''],
    [3, 'failed', '550 no <such> box'],
  ] as const)
    await desk.database.execute(
      `update deliveries set status = '${status}', reply = '${reply}', finished_at = ${now} where edition_id = ${id} and subscriber_id = ${subscriberId}`,
    )
  await desk.as('admin')
  return id
}

test('shows outcomes, rate and what needs a person, and is updated by scripts', async () => {
  await leaving()
  const page = await desk.get(`${path}/sending`)
  expect(page).toContain('of 3 accepted')
  expect(page).toMatch(/accepted <b>1<\/b>/)
  expect(page).toMatch(/unknown <b>1<\/b>/)
  expect(page).toContain('550 no &lt;such&gt; box')
  expect(page).toContain('bo@example.org')
  expect(page).toMatch(/hx-sse:connect="[^"]+\/sending\/live" hx-sse:close="over"/)
  expect(page).toMatch(/<a class="button quiet" href="[^"]+\/sending">Reload the page/)
})

test('draws the rate as a plot without inline styles, with its numbers beside it', async () => {
  await leaving()
  desk.room.clock.set('2026-11-10T06:33:10Z')
  const page = await desk.get(`${path}/sending`)
  const svg = /<svg[^>]*class="plot"[\s\S]*?<\/svg>/.exec(page)?.[0] ?? ''
  expect(svg).toContain('class="line"')
  expect(svg).not.toMatch(/<style|style=/)
  expect(page.match(/<td class="figure">/g)?.length).toBeGreaterThan(20)
})

test('a person resolves an unknown e-mail', async () => {
  const id = await leaving()
  const { location } = await desk.post(`${path}/unknown`, { as: 'sent', email: 'bo@example.org', reason: '' })
  expect(location).toContain('done=resolved')
  expect(await desk.room.app.context.store.deliveries.counts(id)).toMatchObject({ sent: 2, failed: 1 })
  await desk.post(`${path}/unknown`, { as: 'sent', email: '', reason: '' }, 404)
  await desk.post(`${path}/unknown`, { as: 'gone', email: '', reason: '' }, 400)
})

test('the form is offered only to those who may resolve them', async () => {
  await leaving()
  await desk.as('chief-editor')
  const page = await desk.get(`${path}/sending`)
  expect(page).toContain('An admin decides what happens to them.')
  expect(page).not.toContain('name="as"')
  await desk.post(`${path}/unknown`, { as: 'sent', email: '', reason: '' }, 403)
})
