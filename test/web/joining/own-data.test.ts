import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { stampOf } from '../../../src/web/public/joining/form.ts'
import { reader } from '../pages.ts'
import { linkIn, openDoor, type Door } from './door.ts'

const ada = 'ada@example.org'
const next = 'ada.lovell@example.com'
let door: Door
let token: string

beforeEach(async () => {
  door = await openDoor()
  token = await reader(door.pages, await findDigest(door.pages.app.context, 'daily'), ada)
})
afterEach(() => door.pages.close())

const store = () => door.pages.app.context.store
async function ownLink(): Promise<string> {
  expect((await door.post(`t/${token}/own-link`)).statusCode).toBe(303)
  return linkIn((await door.mailsTo(ada)).at(-1), 'me/')
}

test('a new address is confirmed from its own mailbox, and the old one is notified', async () => {
  const link = await ownLink()
  expect((await door.post(`${link}/address`, { email: 'nobody' })).statusCode).toBe(422)
  expect((await door.post(`${link}/address`, { email: next })).statusCode).toBe(200)
  expect((await store().subscribers.byId(1))?.email).toBe(ada)
  expect((await door.post(`${link}/address`, { email: next })).statusCode).toBe(410)
  const confirm = linkIn((await door.mailsTo(next))[0], 'a/')
  expect((await door.get(confirm)).body).toContain(next)
  expect((await store().subscribers.byId(1))?.email).toBe(ada)
  expect((await door.post(confirm)).statusCode).toBe(200)
  expect((await door.post(confirm)).statusCode).toBe(410)
  expect(await store().subscribers.byId(1)).toMatchObject({ email: next, topics: ['nuclear', 'missiles'] })
  expect((await door.mailsTo(ada)).at(-1)?.subject).toContain('has been changed')
  await door.signUp(next)
  expect((await door.mailsTo(next)).at(-1)?.subject).toContain('You already receive')
})

test('an address that has a subscription of its own is refused', async () => {
  await reader(door.pages, await findDigest(door.pages.app.context, 'daily'), next, 2)
  await door.post(`${await ownLink()}/address`, { email: next })
  const confirm = linkIn((await door.mailsTo(next))[0], 'a/')
  expect((await door.post(confirm)).statusCode).toBe(409)
  expect((await store().subscribers.byId(1))?.email).toBe(ada)
})

test('an unconfirmed sign-up does not prevent a change to that address', async () => {
  await door.signUp(next)
  await door.post(`${await ownLink()}/address`, { email: next })
  const confirm = linkIn((await door.mailsTo(next)).at(-1), 'a/')
  expect((await door.post(confirm)).statusCode).toBe(200)
  expect((await store().subscribers.byId(1))?.email).toBe(next)
  expect(await store().subscribers.byId(2)).toBeNull()
  expect((await door.post(linkIn((await door.mailsTo(next))[0], 'c/'))).statusCode).toBe(404)
})

test('when the address has changed, links requested from the old mailbox before are invalid', async () => {
  const other = 'stranger@example.com'
  const [first, second, third] = [await ownLink(), await ownLink(), await ownLink()]
  await door.post(`${first}/address`, { email: other })
  await door.post(`${second}/address`, { email: next })
  expect((await door.post(linkIn((await door.mailsTo(next))[0], 'a/'))).statusCode).toBe(200)
  expect((await door.post(`${third}/data`)).statusCode).toBe(410)
  expect((await door.post(linkIn((await door.mailsTo(other))[0], 'a/'))).statusCode).toBe(410)
  expect((await store().subscribers.byId(1))?.email).toBe(next)
})

test('all data as a file, once', async () => {
  await door.signUp(ada)
  const link = await ownLink()
  const file = await door.post(`${link}/data`)
  expect(file.headers['content-disposition']).toContain('attachment')
  expect(file.json()).toMatchObject({
    person: { email: ada },
    subscriptions: [{ status: 'active', topics: ['nuclear', 'missiles'] }],
    messages: [{ to: ada }, { to: ada }],
  })
  expect((await door.post(`${link}/data`)).statusCode).toBe(410)
  expect((await door.get(link)).statusCode).toBe(410)
})

test('erasure requires a selected checkbox, and leaves no trace of the address', async () => {
  const link = await ownLink()
  expect((await door.post(`${link}/delete`)).statusCode).toBe(422)
  expect(await door.status()).toBe('active')
  expect((await door.post(`${link}/delete`, { sure: 'yes' })).statusCode).toBe(200)
  expect(await store().subscribers.byId(1)).toBeNull()
  expect((await store().messages.list(9)).filter(({ recipient }) => recipient === ada)).toEqual([])
  expect((await door.get(`t/${token}`)).statusCode).toBe(404)
})

test('a link lasts an hour; three are sent at most; none to a suppressed address', async () => {
  const link = await ownLink()
  door.pages.wait({ minutes: 61 })
  expect((await door.get(link)).statusCode).toBe(410)
  for (let time = 0; time < 4; time += 1) await door.post(`t/${token}/own-link`)
  expect(await door.mailsTo(ada)).toHaveLength(3)
  await suppressAddress(door.pages.app.context, ada, { reason: 'spam', actor: commandActor, dryRun: false })
  door.pages.wait({ hours: 24 })
  await door.post(`t/${token}/own-link`)
  expect(await door.mailsTo(ada)).toHaveLength(3)
})

test('a scanner that opens every link of every e-mail changes nothing', async () => {
  await door.signUp('bo@example.org')
  await door.post(`${await ownLink()}/address`, { email: next })
  await door.post(`t/${token}/own-link`)
  await door.post(`u/${token}`, { leave: 'page' })
  await door.signUp(ada)
  const mails = await door.mailsTo('@')
  const links = [...new Set(mails.flatMap(({ text }) => text.match(/http:\/\/127[^\s>]+/g) ?? []))]
  expect(links.length).toBeGreaterThan(5)
  const state = async () => [
    await store().subscribers.byId(1),
    await store().subscribers.byId(2),
    await store().signUps.of(1),
    await store().signUps.of(2),
    (await store().messages.list(50)).length,
  ]
  const before = await state()
  for (const link of links)
    for (const method of ['GET', 'HEAD'] as const)
      expect((await door.pages.web.inject({ method, url: new URL(link).pathname })).statusCode).toBeLessThan(
        500,
      )
  expect(await state()).toEqual(before)
  for (const kind of ['c/', 'me/', 'a/'])
    expect(
      links.some((link) => link.includes(`/news/${kind}`)),
      kind,
    ).toBe(true)
})

const strings = [
  '<b>x</b>',
  '{{7*7}}',
  "'; drop table subscribers; --",
  '\r\nBcc: x@example.org',
  '𝕏\u202E',
  '%00',
]
test.each(strings)('odd strings are stored unchanged, and appear in no e-mail: %j', async (odd) => {
  const answer = await door.signUp(`${odd}@example.org`, {
    topics: [odd, 'nuclear'],
    hour: odd,
    time_zone: odd,
  })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).not.toContain('<b>x</b>')
  expect(answer.body).not.toContain('49@example.org')
  expect(await door.mailsTo('example.org')).toEqual([])
})

test('when the address has changed, links in the old mailbox have no effect', async () => {
  await door.signUp('other@example.org')
  const waiting = linkIn((await door.mailsTo('other@example.org'))[0], 'c/')
  await door.post(`${await ownLink()}/address`, { email: next })
  await door.post(linkIn((await door.mailsTo(next))[0], 'a/'))
  const before = await store().subscribers.byId(1)
  for (const path of [`t/${token}`, `t/${token}/edition`, `u/${token}`]) {
    const old = await door.get(path)
    expect(old.statusCode).toBe(410)
    expect(old.body).toContain('Nothing is sent to this address any more')
    expect(old.body).not.toContain('•')
  }
  for (const [path, fields] of [
    [`t/${token}`, { topics: 'nuclear' }],
    [`t/${token}/pause`, { weeks: '4' }],
    [`t/${token}/own-link`, {}],
    [`u/${token}`, { leave: 'page' }],
    [`u/${token}/undo`, {}],
  ] as const)
    expect((await door.post(path, fields)).statusCode).toBe(410)
  const oneClick = await door.post(`u/${token}`, { 'List-Unsubscribe': 'One-Click' })
  expect(oneClick.statusCode).toBe(200)
  expect(await store().subscribers.byId(1)).toEqual(before)
  expect((await door.get(waiting)).statusCode).toBe(200)

  await door.signUp(next)
  const link = linkIn((await door.mailsTo(next)).at(-1), 't/')
  expect(link).not.toBe(`t/${token}`)
  expect((await door.get(link)).statusCode).toBe(200)
  expect((await door.post(link.replace('t/', 'u/'), { leave: 'page' })).statusCode).toBe(303)
  expect(await door.status()).toBe('unsubscribed')
})

test('a pending confirmation in the old mailbox is void once the address has changed', async () => {
  const { context } = door.pages.app
  const { id: _id, createdAt: _createdAt, ...daily } = await findDigest(context, 'daily')
  await context.store.digests.put({ ...daily, key: 'weekly', name: 'Weekly' }, door.pages.clock.now())
  const shown = stampOf(door.pages.app)
  door.pages.wait({ seconds: 5 })
  await door.post('subscribe/weekly', { email: ada, topics: ['nuclear'], shown })
  const waiting = linkIn((await door.mailsTo(ada)).at(-1), 'c/')
  await door.post(`${await ownLink()}/address`, { email: next })
  await door.post(linkIn((await door.mailsTo(next)).at(-1), 'a/'))
  expect((await door.post(waiting)).statusCode).toBe(404)
  expect(await door.status(2)).toBe('pending')
})
