import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from './open-desk.ts'

let desk: TestDesk
const path = 'editions/daily/2026-11-10'

beforeEach(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.reader('maria@example.org', { topics: ['missiles'] })
  await room.reader('bo@example.org')
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'A second launcher <seen>', 'missiles')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  await desk.as('chief-editor')
})
afterEach(() => desk.close())

const store = () => desk.room.app.context.store
const edition = async () => (await store().editions.newestScheduled(desk.room.digest.id))!
const breakLink = async (): Promise<number> => {
  const { id } = await edition()
  const [item] = await store().contents.items(id)
  await store().contents.putItem(id, { ...item!, link: 'http://192.168.0.7/<x>' })
  return item!.storyId
}

test('checks show what blocks and what warns, each with a link to its place', async () => {
  const story = await breakLink()
  const page = await desk.get(`${path}/checks`)
  expect(page).toContain('A link leads to http://192.168.0.7/')
  expect(page).not.toContain('<x>')
  expect(page).toContain(`href="/news/desk/today/daily/2026-11-10/story/${story}/edit"`)
  expect(page).toContain('The e-mail with missiles has one story. Readers: 1.')
  expect(page).toContain(`href="/news/desk/${path}/preview?topic&#x3D;missiles"`)
})

test('of many warnings of one kind the first is shown, and the others can be expanded', async () => {
  expect(await desk.get(`${path}/checks`)).not.toContain('of this kind')
  for (const topic of ['chemical', 'biological', 'terrorism'])
    await desk.room.reader(`${topic}@example.org`, { topics: [topic] })
  expect(await desk.get(`${path}/checks`)).toMatch(
    /<details><summary>4 more warnings of this kind<\/summary>/,
  )
})

test('a chief editor waives a check with a reason; an editor sees it and may not', async () => {
  await breakLink()
  const form = { check: 'private-links', reason: 'our readers are there', revision: '1' }
  await desk.as('editor')
  expect(await desk.get(`${path}/checks`)).not.toContain('Waive it')
  await desk.post(`${path}/checks`, form, 403)
  await desk.as('chief-editor')
  const at = `/news/desk/${path}/checks?done=`
  expect((await desk.post(`${path}/checks`, { ...form, reason: ' ' })).location).toBe(`${at}not-passed`)
  expect((await desk.post(`${path}/checks`, { ...form, check: 'size' })).location).toBe(`${at}not-passed`)
  expect((await desk.post(`${path}/checks`, { ...form, revision: '9' })).location).toBe(`${at}not-passed`)
  expect((await desk.post(`${path}/checks`, form)).location).toBe(`${at}passed`)
  const page = await desk.get(`${path}/checks?done=passed`)
  expect(page).toContain('The check is waived for this revision.')
  expect(page).toContain('our readers are there')
  expect(page).toContain('Nothing blocks it.')
})

test('a preview is in a frame with a policy of its own, without scripts, in the chosen colour scheme', async () => {
  const page = await desk.get(`${path}/preview?topic=missiles&scheme=dark&width=phone`)
  expect(page).toContain('A second launcher &lt;seen&gt;')
  expect(page).toMatch(/<iframe class="mail phone"[^>]* sandbox src="[^"]*\/preview\/mail\?topic/)
  const frame = await desk.answer(`${path}/preview/mail?topic=missiles&scheme=dark`)
  expect(frame.headers['content-security-policy']).toMatch(
    /default-src 'none'.*frame-ancestors 'self'.*sandbox/,
  )
  expect(frame.body).toContain('@media all {')
  expect(frame.body).toContain('A second launcher &lt;seen&gt;')
  expect(frame.body).not.toContain('Seals counted')
  const source = await desk.answer(`${path}/preview/source?topic=missiles&scheme=dark`)
  expect(source.body).toContain('prefers-color-scheme')
  const file = await desk.answer(`${path}/preview/mail.eml?topic=missiles`)
  expect(file.headers['content-disposition']).toBe('attachment; filename="daily-2026-11-10.eml"')
  const plain = (text: string) => text.replace(/^Date: .*$/m, '')
  expect(plain(file.body)).toBe(plain(source.body))
  expect(await desk.get(`${path}/preview/text?as=bo@example.org`)).toContain('Seals counted in the hall')
})

test('a preview for nobody says why there is none', async () => {
  const page = await desk.get(`${path}/preview?as=nobody%40example.org`)
  expect(page).toContain('nobody@example.org does not subscribe to daily')
  expect(await desk.get(`${path}/preview?topic=cyber`)).toContain('there would be no e-mail')
})

test('a test e-mail is sent from the outbox; invalid input is shown again', async () => {
  const wrong = await desk.post(`${path}/preview/test?topic=missiles`, { to: 'ed@example.org, nobody' }, 422)
  expect(wrong.body).toContain('value="ed@example.org, nobody"')
  expect(wrong.body).toContain('Nothing was sent.')
  const asking = await desk.post(
    `${path}/preview/test?topic=missiles`,
    { to: 'ed@example.org, chi@example.org' },
    200,
  )
  expect(asking.body).toContain('It goes to 2 addresses: ed@example.org, chi@example.org.')
  expect(asking.body).toContain('name="to" value="ed@example.org, chi@example.org"')
  expect(asking.body).toContain('Send 2 test e-mails')
  expect(await store().messages.list(9)).toHaveLength(0)
  const { location } = await desk.post(`${path}/preview/test?topic=missiles`, {
    to: 'ed@example.org, chi@example.org',
    sure: 'yes',
  })
  expect(location).toBe(`/news/desk/${path}/preview?topic=missiles&done=tested`)
  expect((await store().messages.list(9)).map(({ recipient }) => recipient).toSorted()).toEqual([
    'chi@example.org',
    'ed@example.org',
  ])
  await desk.as('analyst')
  await desk.post(`${path}/preview/test`, { to: 'ed@example.org' }, 403)
})

test('the saved addresses are selected on the form, edited beside it, and used together with typed ones', async () => {
  const wrong = await desk.post(`${path}/preview/addresses`, { addresses: 'ed@example.org\n<nobody>' }, 422)
  expect(wrong.body).toContain('>ed@example.org\n&lt;nobody&gt;</textarea>')
  expect(wrong.body).toContain('id="addresses-fault"')
  const set = await desk.post(`${path}/preview/addresses?topic=missiles`, {
    addresses: 'ed@example.org\nchi@example.org',
  })
  expect(set.location).toBe(`/news/desk/${path}/preview?topic=missiles&done=addresses`)
  expect(await desk.get(`${path}/preview`)).toContain('name="saved" value="ed@example.org" checked')
  const fault = await desk.post(`${path}/preview/test`, { saved: 'ed@example.org', to: 'nobody' }, 422)
  expect(fault.body).toContain('name="saved" value="ed@example.org" checked')
  expect(fault.body).toContain('name="saved" value="chi@example.org">')
  await desk.post(`${path}/preview/test`, { saved: 'ed@example.org', to: 'bo@example.org', sure: 'yes' })
  expect((await store().messages.list(9)).map(({ recipient }) => recipient).toSorted()).toEqual([
    'bo@example.org',
    'ed@example.org',
  ])
  await desk.as('analyst')
  await desk.post(`${path}/preview/addresses`, { addresses: '' }, 403)
  expect(await desk.get(`${path}/preview`)).not.toContain('ed@example.org')
})
