import { afterEach, beforeEach, expect, test } from 'vitest'
import { warming, type Warming } from '../../services/sending/warm-up/warming.ts'
import { openTestDesk, type TestDesk } from '../desk/open-desk.ts'

let desk: TestDesk
let warm: Warming

beforeEach(async () => {
  desk = await openTestDesk()
  warm = await warming(desk.database, desk.room)
  await warm.imported(60)
  await desk.as('admin')
})
afterEach(() => desk.close())

const page = 'readers/warm-up'
const plan = { do: 'start', steps: '10, 20 40', bounces: '5', complaints: '0,3' }
const kept = () => desk.room.app.context.store.warmUps.newest()
const text = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

test('a plan is previewed without being started, and started; an error is shown beside its field', async () => {
  const preview = await desk.post(`${page}/start`, { ...plan, do: 'preview' }, 200)
  expect(text(preview.body)).toContain('Wed 11 Nov 10 20')
  expect(await kept()).toBeNull()
  const wrong = await desk.post(`${page}/start`, { ...plan, steps: '20, 10' }, 422)
  expect(wrong.body).toMatch(/id="steps-fault">The steps must be whole numbers/)
  expect(wrong.body).toContain('value="20, 10"')
  const never = await desk.post(`${page}/start`, { ...plan, bounces: 'many' }, 422)
  expect(never.body).toContain('id="bounces-fault"')
  expect(await kept()).toBeNull()
  await desk.post(`${page}/start`, plan)
  expect(await kept()).toMatchObject({ steps: [10, 20, 40], bars: { bounces: 5, complaints: 0.3 } })
  await desk.post(`${page}/start`, plan, 409)
})

test('it is paused, resumed and ended with a note, which is shown', async () => {
  await desk.post(`${page}/change`, { do: 'end', note: 'none' }, 409)
  await desk.post(`${page}/start`, plan)
  await warm.accept(await warm.edition('2026-11-10'))
  await desk.as('admin')
  expect(await desk.get(page)).toContain('Day 1, 10 of 60 readers')
  const without = await desk.post(`${page}/change`, { do: 'pause', note: ' ' }, 422)
  expect(without.body).toContain('id="note-fault"')
  await desk.post(`${page}/change`, { do: 'pause', note: 'a <b>look</b>' })
  expect(await desk.get(page)).toContain('A &lt;b&gt;look&lt;/b&gt;')
  expect(await desk.get('today/daily/2026-11-10')).toContain('Warm-up, paused: day 1, 10 of 60 readers')
  await desk.post(`${page}/change`, { do: 'pause', note: 'again' }, 409)
  await desk.post(`${page}/change`, { do: 'resume', note: 'fine' })
  await desk.post(`${page}/change`, { do: 'end', note: 'trusted' })
  const ended = await desk.get(page)
  expect(text(ended)).toContain('Ended by a person')
  expect(ended).toContain('Trusted')
  const again = await desk.post(`${page}/start`, { ...plan, do: 'preview' }, 200)
  expect(text(again.body)).toContain('10 readers are included from an earlier warm-up')
  expect(await desk.get('today/daily/2026-11-10')).not.toContain('Warm-up')
})

test('an open plan is changed: the current day keeps its number, and the next follows the new steps', async () => {
  const wanted = { steps: '10, 15', bounces: '3', complaints: '0.2', planNote: 'slower' }
  await desk.post(`${page}/plan`, wanted, 409)
  await desk.post(`${page}/start`, plan)
  await warm.accept(await warm.edition('2026-11-10'))
  await desk.as('admin')
  const same = await desk.post(`${page}/plan`, { ...wanted, ...plan }, 409)
  expect(same.body).toContain('This is the plan already')
  for (const [field, value] of [
    ['steps', '20, 10'],
    ['bounces', 'many'],
    ['planNote', ' '],
  ] as const) {
    const wrong = await desk.post(`${page}/plan`, { ...wanted, [field]: value }, 422)
    expect(wrong.body).toContain(`id="${field}-fault"`)
    expect(wrong.body).toContain('<details class="warm-up-plan" open>')
  }
  expect(await kept()).toMatchObject({ steps: [10, 20, 40] })
  await desk.post(`${page}/plan`, wanted)
  expect(await kept()).toMatchObject({ admitted: 10, steps: [10, 15], bars: { bounces: 3, complaints: 0.2 } })
  const changed = await desk.get(page)
  expect(changed).toContain('value="10, 15"')
  expect(text(changed)).toContain('Wed 11 Nov 5 15')
  const [entry] = await desk.room.app.context.store.audit.of(`warm-up:${(await kept())?.id}`, 1)
  expect(entry).toMatchObject({
    action: 'change-plan',
    detail: { reason: 'slower', steps: [10, 15], before: { steps: [10, 20, 40] } },
  })
})

test('an analyst can view it; an editor sees the summary, without a link to the page', async () => {
  await desk.post(`${page}/start`, plan)
  await desk.as('analyst')
  expect(await desk.get(page)).not.toContain(`${page}/change`)
  // Data shared by all digests require permission for all of them.
  await desk.as([{ role: 'analyst', digest: desk.room.digest.id }])
  await desk.get(page, 403)
  await desk.as('analyst')
  await desk.post(`${page}/change`, { do: 'end', note: 'trusted' }, 403)
  await desk.post(`${page}/plan`, plan, 403)
  await desk.as('editor')
  await desk.get(page, 403)
  const today = await desk.get('today/daily/2026-11-10')
  expect(today).toContain('The warm-up begins with the next edition')
  expect(today).not.toContain(page)
})
