import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from './open-desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.story('a', 'Seals counted <b>in</b> the hall & yard', 'nuclear')
  await room.reader('maria@example.org')
  await room.wake('2026-11-09T07:30:00Z')
  await room.wake('2026-11-10T06:30:00Z')
  await room.wake('2026-11-10T07:00:00Z')
})
beforeEach(() => desk.as('chief-editor'))
afterAll(() => desk.close())

test('lists sent editions with their outcomes, and the next five hours in two zones', async () => {
  const page = await desk.get('editions')
  expect(page).toContain('Seals counted')
  expect(page).not.toContain('<b>in</b>')
  expect(page).toMatch(/accepted <b>1<\/b>/)
  expect(page.match(/data-own-hour/g)).toHaveLength(5)
  expect(page).toContain('Wed 11 Nov, 07:00')
})

test('continues with earlier editions, each once', async () => {
  const { store, clock } = desk.room.app.context
  for (let day = 1; day <= 31; day++)
    await store.editions.createEnded(
      {
        digestId: desk.room.digest.id,
        date: Temporal.PlainDate.from('2026-08-01').add({ days: day }),
        number: 0,
        opensAt: clock.now(),
        frozenAt: clock.now(),
        dueAt: clock.now(),
        createdAt: clock.now(),
      },
      'skipped',
      'summer',
    )
  const first = await desk.get('editions')
  const next = /href="\/news\/desk\/(editions\/daily\?before=[^"]+)" rel="next"/.exec(first)?.[1] ?? ''
  const second = await desk.get(next)
  const days = (page: string) => [...page.matchAll(/data-open href="[^"]+\/([\d-]+)"/g)].map(([, day]) => day)
  expect(days(first)).toHaveLength(30)
  const all = [...days(first), ...days(second)]
  expect(new Set(all).size).toBe(all.length)
  expect(all).toContain('2026-08-02')
  expect(second).not.toContain('rel="next"')
})

test('a day is skipped with a reason, moved, and restored', async () => {
  const path = 'editions/daily/calendar'
  expect(await desk.get(`${path}?date=2026-11-20`)).toContain('Skip Fri 20 Nov')
  const wrong = await desk.post(path, { date: '2026-11-20', how: 'skip', reason: '' }, 422)
  expect(wrong.body).toContain('Write why')
  const { location } = await desk.post(path, { date: '2026-11-20', how: 'skip', reason: 'A day of <rest>' })
  expect(location).toBe('/news/desk/editions/daily?done=skipped')
  expect(await desk.get('editions/daily?done=skipped')).toContain('A day of &lt;rest&gt;')
  await desk.post(`${path}/undo`, { date: '2026-11-20' })
  expect(await desk.get('editions')).not.toContain('A day of')
  await desk.post(path, { date: '2026-11-20', how: 'move', reason: 'late', to: '', hour: '09:30' })
  expect(await desk.get('editions')).toMatch(/Fri 20 Nov<\/span>\s*<span class="hour"><time[^>]*>09:30/)
})

test('an invalid change is reported beside its field, and the input is kept', async () => {
  const form = { date: '2026-11-19', how: 'move', reason: 'why not', to: '2026-11-18', hour: '' }
  const { body } = await desk.post('editions/daily/calendar', form, 422)
  expect(body).toContain('has an edition of its own')
  expect(body).toContain('value="2026-11-18"')
  expect(body).toContain('value="why not"')
  expect((await desk.post('editions/daily/calendar', { ...form, hour: '25:00' }, 422)).body).toContain(
    '07:30',
  )
  await desk.get('editions/daily/calendar?date=2026-02-31', 404)
})

test('an editor views the calendar, and a chief editor changes it', async () => {
  await desk.as('editor')
  expect(await desk.get('editions')).not.toContain('Skip or move')
  await desk.get('editions/daily/calendar?date=2026-11-21', 403)
  await desk.post('editions/daily/calendar', { date: '2026-11-21', how: 'skip', reason: 'x' }, 403)
})
