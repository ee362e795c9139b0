import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { openTestDesk, type TestDesk } from '../desk/open-desk.ts'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
  for (const name of ['ann@gmial.com', 'bo@hotmial.com', 'cy@example.con', 'di@gmial.com', 'bo@example.org'])
    await desk.room.reader(name)
  await desk.as('admin')
})
afterEach(() => desk.close())

const emails = async () =>
  (await desk.room.app.context.store.subscribers.byIds([1, 2, 3, 4, 5])).map(({ email }) => email)

test('likely typos are listed with a suggestion, and changed or confirmed with a click, or many at once', async () => {
  const { context } = desk.room.app
  await suppressAddress(context, 'di@gmail.com', { reason: 'complained', actor: commandActor, dryRun: false })
  const list = await desk.get('readers')
  expect(list).toContain('Looks like ann@gmail.com')
  const page = await desk.get('readers/typos')
  for (const meant of ['ann@gmail.com', 'bo@hotmail.com', 'cy@example.com', 'di@gmail.com'])
    expect(page).toContain(`<b>${meant}</b>`)
  expect(page).not.toContain('bo@example.org')

  await desk.post('readers/typos', { fix: '1' })
  expect(await emails()).toContain('ann@gmail.com')
  expect(await context.store.audit.of('subscriber:1', 1)).toMatchObject([
    { action: 'change-address', detail: { before: 'ann@gmial.com', to: 'ann@gmail.com' } },
  ])
  await desk.post('readers/typos', { dismiss: '2' })
  const some = await desk.post('readers/typos', { chosen: ['3', '4', '5'], many: 'fix' }, 422)
  expect(some.body).toContain('<b>di@gmial.com</b>')
  expect(await emails()).toEqual([
    'ann@gmail.com',
    'bo@hotmial.com',
    'cy@example.com',
    'di@gmial.com',
    'bo@example.org',
  ])
  const rest = await desk.get('readers/typos')
  expect(rest).toContain('di@gmial.com')
  expect(rest).not.toContain('bo@hotmial.com')
  expect((await desk.post('readers/typos', { many: 'fix' }, 422)).body).toContain('Tick at least one reader')
  await desk.post('readers/typos', { chosen: ['4'], many: 'dismiss' })
  expect(await desk.get('readers/typos')).toContain('No address looks mistyped')
  expect(await desk.get('readers/2')).toContain('Address confirmed as right')
})

test('analysts can view, and change nothing', async () => {
  await desk.as('analyst')
  const page = await desk.get('readers/typos')
  expect(page).toContain('ann@gmail.com')
  expect(page).not.toContain('name="fix"')
  await desk.post('readers/typos', { fix: '1' }, 403)
  expect(await desk.get('readers?flag=typo')).toContain('4 found')
})
