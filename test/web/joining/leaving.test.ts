import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { reader } from '../pages.ts'
import { linkIn, openDoor, type Door } from './door.ts'

const ada = 'ada@example.org'
let door: Door
let token: string

beforeEach(async () => {
  door = await openDoor()
  token = await reader(door.pages, await findDigest(door.pages.app.context, 'daily'), ada)
})
afterEach(() => door.pages.close())

const kept = () => door.pages.app.context.store.subscribers.byId(1)

test('the unsubscribe page sends one farewell, whose link undoes it', async () => {
  await door.post(`u/${token}`, { leave: 'page' })
  await door.post(`u/${token}`, { leave: 'page' })
  const mails = await door.mailsTo(ada)
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('You have unsubscribed')])
  const link = linkIn(mails[0], 'u/')
  expect((await door.get(link)).body).toContain('Subscribe again')
  expect(await door.status()).toBe('unsubscribed')
  await door.post(`${link}/undo`)
  expect(await door.status()).toBe('active')
})

test('a mail client’s one-click unsubscribe sends nothing more', async () => {
  await door.post(`u/${token}`, { 'List-Unsubscribe': 'One-Click' })
  expect(await door.status()).toBe('unsubscribed')
  expect(await door.mailsTo(ada)).toEqual([])
})

test('a reader of several digests can unsubscribe from all at once', async () => {
  const { context } = door.pages.app
  const { id: _id, createdAt: _createdAt, ...daily } = await findDigest(context, 'daily')
  await context.store.digests.put({ ...daily, key: 'weekly', name: 'Weekly' }, door.pages.clock.now())
  expect((await door.get(`u/${token}`)).body).not.toContain('value="all"')
  await reader(door.pages, await findDigest(context, 'weekly'), ada, 2)
  expect((await door.get(`u/${token}`)).body).toContain('value="all"')
  await door.post(`u/${token}`, { leave: 'all' })
  const both = async () => [await door.status(1), await door.status(2)]
  expect(await both()).toEqual(['unsubscribed', 'unsubscribed'])
  const [farewell, ...others] = await door.mailsTo(ada)
  expect(others).toEqual([])
  expect(farewell?.text.replaceAll(/\s+/g, ' ')).toContain('Global Security Newswire and Weekly')

  const link = linkIn(farewell, 'u/')
  expect((await door.get(link)).body).toContain('Global Security Newswire and Weekly')
  const back = await door.post(`${link}/undo`)
  expect(await both()).toEqual(['active', 'active'])
  const page = await door.pages.web.inject(String(back.headers['location']))
  expect(page.body).toContain('You get Global Security Newswire and Weekly again')
})

test('undoing that does not restore a digest unsubscribed from before', async () => {
  const { context } = door.pages.app
  const { id: _id, createdAt: _createdAt, ...daily } = await findDigest(context, 'daily')
  await context.store.digests.put({ ...daily, key: 'weekly', name: 'Weekly' }, door.pages.clock.now())
  await reader(door.pages, await findDigest(context, 'weekly'), ada, 2)
  await door.post(`u/${door.token(2)}`, { leave: 'page' })
  door.pages.wait({ hours: 24 })
  await door.post(`u/${token}`, { leave: 'all' })
  await door.post(`u/${token}/undo`)
  expect([await door.status(1), await door.status(2)]).toEqual(['active', 'unsubscribed'])
  await door.post(`u/${door.token(2)}/undo`)
  expect(await door.status(2)).toBe('active')
})

test('a pause until a date, and its end', async () => {
  const paused = await door.post(`t/${token}/pause`, { until: '2026-12-24' })
  expect(paused.statusCode).toBe(303)
  expect((await kept())?.pausedUntil?.toString()).toBe('2026-12-24T00:00:00Z')
  expect((await door.get(`t/${token}`)).body).toContain('No e-mails come before December 24, 2026.')
  await door.post(`t/${token}/pause`, { until: '' })
  expect((await kept())?.pausedUntil).toBeNull()
  await door.post(`t/${token}/pause`, { weeks: '2' })
  expect((await kept())?.pausedUntil?.toString()).toBe('2026-12-04T00:00:00Z')
})

test.each([
  ['2026-11-20', 'The date has to be after today'],
  ['2028-01-01', 'A pause lasts 366 days at most'],
  ['2026-02-31', 'is not a date'],
  ['soon', 'is not a date'],
])('a pause until %s is refused beside its field', async (until, words) => {
  const answer = await door.post(`t/${token}/pause`, { until })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain(words)
  expect((await kept())?.pausedUntil).toBeNull()
})

test('one e-mail a week keeps the topics', async () => {
  expect((await door.post(`t/${token}/less`)).statusCode).toBe(303)
  expect(await kept()).toMatchObject({ days: [1], topics: ['nuclear', 'missiles'] })
})

test('a forwarded e-mail’s link leads to the form with the same choices, and shows no address', async () => {
  await door.post(`t/${token}/less`)
  const { body } = await door.get(`t/${token}`)
  const like = /href="\/news\/(subscribe\/daily\?[^"]*)"/.exec(body)?.[1] ?? ''
  const form = await door.get(like.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))
  expect(form.body).toMatch(/value="nuclear" checked/)
  expect(form.body).not.toMatch(/value="chemical" checked/)
  expect(form.body).toContain('<input type="hidden" name="days" value="mon">')
  expect(form.body + body).not.toContain(ada)
})
