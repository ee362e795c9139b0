import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from './open-desk.ts'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
  await desk.room.reader('maria@example.org')
  await desk.room.reader('bo@example.org')
})
afterEach(() => desk.close())

const path = 'editions/daily/2026-11-10'

const draft = async () => {
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  await room.story('a', 'Seals <i>counted</i> & sealed', 'nuclear')
  await room.story('b', 'A recipe for soup', 'cooking')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  await desk.as('chief-editor')
}

const sending = async () => {
  const edition = await desk.room.sending()
  await desk.as('chief-editor')
  return edition
}

const approvalForm = (page: string) => ({
  revision: /name="revision" value="(\d+)"/.exec(page)?.[1] ?? '',
  hash: /name="hash" value="([^"]+)"/.exec(page)?.[1] ?? '',
})

test('shows what an edition carries and leaves out, each with its reason', async () => {
  await draft()
  const page = await desk.get(path)
  expect(page).toContain('Seals &lt;i&gt;counted&lt;/i&gt; &amp; sealed')
  expect(page).toContain('Off topic')
  expect(page).toContain('A recipe for soup')
  expect(page).toContain('It goes to at most 2 readers.')
  await desk.get('editions/daily/2026-11-11', 404)
  await desk.get('editions/daily/2026-02-31', 404)
})

test('the approved revision and bytes are those that were viewed', async () => {
  await draft()
  const page = await desk.get(`${path}/approve`)
  expect(page).toContain('It goes to at most 2 readers.')
  const form = approvalForm(page)
  expect(form.hash.length).toBeGreaterThan(20)
  const other = await desk.post(`${path}/approve`, { ...form, hash: 'x'.repeat(43) }, 409)
  expect(other.body).toContain('It was changed after you opened it')
  const later = await desk.post(`${path}/approve`, { ...form, revision: '99' }, 409)
  expect(later.body).toContain('It was changed after you opened it')
  const { location } = await desk.post(`${path}/approve`, form)
  expect(location).toBe(`/news/desk/${path}?done=approved`)
  const { store } = desk.room.app.context
  const edition = await store.editions.byDate(desk.room.digest.id, Temporal.PlainDate.from('2026-11-10'))
  expect(edition?.approval).toEqual({ revision: Number(form.revision), hash: form.hash })
  expect(await desk.get(path)).toMatch(/Revision 1, by Account \d+/)
  await desk.get(`${path}/approve`, 409)
})

test('with the rule of two, a second person approves what the first approved', async () => {
  await draft()
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'two' }, room.clock.now())
  const form = approvalForm(await desk.get(`${path}/approve`))
  expect((await desk.post(`${path}/approve`, form)).location).toContain('endorsed')
  expect((await desk.post(`${path}/approve`, form, 409)).body).toContain('another person')
  await desk.as('editor')
  const second = await desk.get(`${path}/approve`)
  expect(second).toContain('Approved by')
  expect((await desk.post(`${path}/approve`, approvalForm(second))).location).toContain('approved')
})

test('stopping requires a reason and shows the audience in numbers; then the edition is resumed, corrected or abandoned', async () => {
  const edition = await sending()
  const stop = await desk.get(`${path}/stop`)
  expect(stop).toContain('None of its e-mails has been sent.')
  expect(stop).toContain('2 readers are waiting.')
  expect(stop).toContain('Stop: 2 readers are waiting')
  expect((await desk.post(`${path}/stop`, { reason: '' }, 422)).body).toContain('Write why')
  expect((await desk.room.edition(edition.id)).stop).toBeNull()
  await desk.post(`${path}/stop`, { reason: 'a <wrong> lead' })
  expect((await desk.room.edition(edition.id)).stop?.reason).toBe('a <wrong> lead')
  const stopped = await desk.get(path)
  expect(stopped).toContain('a &lt;wrong&gt; lead')
  expect(stopped).toMatch(/Stopped by Account \d+/)
  await desk.get(`${path}/stop`, 409)
  await desk.post(`${path}/continue`, {})
  expect((await desk.room.edition(edition.id)).stop).toBeNull()
  await desk.post(`${path}/stop`, { reason: 'again' })
  await desk.post(`${path}/correct`, {})
  expect(await desk.get(path)).toContain('It is being corrected for the 2 readers who are still waiting')
  expect(await desk.get(`${path}/approve`)).toContain('It goes to at most 2 readers. ')
  await desk.post(`${path}/abandon`, { reason: '' })
  expect((await desk.room.edition(edition.id)).status).toBe('stopped')
})

test('an editor may not stop an edition, and an analyst may not approve one', async () => {
  await sending()
  await desk.as('editor')
  const page = await desk.get(path)
  expect(page).not.toContain(`/${path}/stop`)
  expect(page).toContain('Chief editors and admins may stop it.')
  await desk.get(`${path}/stop`, 403)
  await desk.post(`${path}/stop`, { reason: 'x' }, 403)
  await desk.as('analyst')
  await desk.get(`${path}/approve`, 403)
  await desk.as([
    { role: 'analyst', digest: 'all' },
    { role: 'chief-editor', digest: 999 },
  ])
  await desk.post(`${path}/stop`, { reason: 'x' }, 403)
})
