import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { stampOf } from '../../../src/web/public/joining/form.ts'
import { reader } from '../pages.ts'
import { linkIn, openDoor, type Door } from './door.ts'

const ada = 'ada@example.org'
let door: Door

beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.pages.close())

const store = () => door.pages.app.context.store

test('the form, the e-mail, the button: active with the chosen topics, and the consent stored', async () => {
  const shown = await door.get('subscribe/daily')
  expect(shown.statusCode).toBe(200)
  expect(shown.body).toContain('name="email"')
  const sent = await door.signUp(ada, {}, '203.0.113.9')
  expect(sent.statusCode).toBe(303)
  const page = await door.pages.web.inject(String(sent.headers['location']))
  expect(page.body).toContain('Look in your mailbox')
  expect(await door.status()).toBe('pending')
  const [confirmation] = await door.mailsTo(ada)
  expect(confirmation?.subject).toContain('Confirm your subscription')
  const link = linkIn(confirmation, 'c/')
  const looked = await door.get(link)
  expect(looked.body).toContain('a•••@example.org')
  expect(looked.body).not.toContain(ada)
  expect(await door.status()).toBe('pending')
  const confirmed = await door.post(link, {}, '203.0.113.10')
  expect(confirmed.statusCode).toBe(303)
  expect(confirmed.headers['location']).toBe(`/news/t/${door.token()}?done=confirmed`)
  expect((await door.get(`t/${door.token()}?done=confirmed`)).body).toContain('You are subscribed to')
  const subscription = await store().subscribers.byId(1)
  expect(subscription).toMatchObject({ status: 'active', topics: ['nuclear', 'missiles'], email: ada })
  const [signUp] = await store().signUps.of(1)
  expect(signUp).toMatchObject({ requestedIp: '203.0.113.9', confirmedIp: '203.0.113.10' })
  expect(signUp?.messageId).toBe(confirmation?.headers.find(({ name }) => name === 'Message-ID')?.value)
  expect(await store().signUps.formWords(signUp?.form ?? '')).toContain('until you unsubscribe')
  const [, welcome] = await door.mailsTo(ada)
  expect(welcome?.subject).toContain('Welcome')
  expect(linkIn(welcome, 't/')).toBe(`t/${door.token()}`)
})

test('a confirmation works once, for seven days', async () => {
  await door.signUp(ada)
  const link = linkIn((await door.mailsTo(ada))[0], 'c/')
  door.pages.wait({ hours: 24 * 7 + 1 })
  expect((await door.get(link)).statusCode).toBe(410)
  expect((await door.post(link)).statusCode).toBe(410)
  expect(await door.status()).toBe('pending')
  await door.signUp(ada)
  // The mailbox keeps seven days.
  const next = linkIn((await door.mailsTo(ada)).at(-1), 'c/')
  expect((await door.post(next)).statusCode).toBe(303)
  expect((await door.post(next)).statusCode).toBe(410)
  expect((await door.post(link)).statusCode).toBe(410)
})

test('a confirmed reader is unchanged, and gets an e-mail with their link', async () => {
  await reader(door.pages, await findDigest(door.pages.app.context, 'daily'), ada)
  const known = await door.signUp(ada, { topics: ['chemical'] })
  const unknown = await door.signUp('bo@example.org', { topics: ['chemical'] })
  expect([known.statusCode, unknown.statusCode]).toEqual([303, 303])
  expect(await store().subscribers.byId(1)).toMatchObject({
    status: 'active',
    topics: ['nuclear', 'missiles'],
  })
  const [mail] = await door.mailsTo(ada)
  expect(mail?.subject).toContain('You already receive')
  expect(linkIn(mail, 't/')).toBe(`t/${door.token()}`)
})

test('an unsubscribed reader comes back by confirming again, with their new choices', async () => {
  await reader(door.pages, await findDigest(door.pages.app.context, 'daily'), ada)
  await door.post(`u/${door.token()}`)
  await door.signUp(ada, { topics: ['chemical'] })
  expect(await door.status()).toBe('unsubscribed')
  const mails = await door.mailsTo(ada)
  await door.post(linkIn(mails.at(-1), 'c/'))
  expect(await store().subscribers.byId(1)).toMatchObject({ status: 'active', topics: ['chemical'] })
})

test('a suppressed address gets no e-mail but the same answer, and cannot be confirmed', async () => {
  await door.signUp(ada)
  const link = linkIn((await door.mailsTo(ada))[0], 'c/')
  const grounds = { reason: 'spam report', actor: commandActor, dryRun: false }
  await suppressAddress(door.pages.app.context, ada, grounds)
  expect((await door.signUp(ada)).statusCode).toBe(303)
  expect(await door.mailsTo(ada)).toHaveLength(1)
  expect((await door.post(link)).statusCode).toBe(409)
  expect(await door.status()).toBe('pending')
})

test('“send it again” sends the same link, at most three times a day', async () => {
  const sent = await door.signUp(ada)
  const to = new URL(String(sent.headers['location']), 'http://x').searchParams.get('to') ?? ''
  for (let time = 0; time < 4; time += 1)
    expect((await door.post('subscribe/daily/again', { to })).statusCode).toBe(303)
  const mails = await door.mailsTo(ada)
  expect(mails).toHaveLength(3)
  expect(new Set(mails.map((mail) => linkIn(mail, 'c/'))).size).toBe(1)
  expect((await door.post('subscribe/daily/again', { to: `${to.slice(0, -4)}AAAA` })).statusCode).toBe(404)
})

test('a mailbox gets three e-mails a day under all tags and spellings of its address', async () => {
  for (const email of [
    'ada+1@example.org',
    'Ada+2@example.org',
    'ADA@EXAMPLE.org',
    'ada+3+4@example.org',
    ada,
  ])
    expect((await door.signUp(email)).statusCode).toBe(303)
  expect(await door.mailsTo('@')).toHaveLength(3)
})

test('errors are shown beside their fields, and the input is kept', async () => {
  const bad = await door.signUp('ada@@example', { topics: ['missiles'] })
  expect(bad.statusCode).toBe(422)
  expect(bad.body).toContain('value="ada@@example"')
  expect(bad.body).toContain('id="sign-up-address"')
  expect(bad.body).toMatch(/value="missiles" checked/)
  expect(bad.body).not.toMatch(/value="nuclear" checked/)
  const none = await door.signUp(ada, { topics: [] })
  expect(none.statusCode).toBe(422)
  expect(none.body).toContain('Choose at least one topic.')
  expect(await store().subscribers.byId(1)).toBeNull()
})

test('a form submitted too fast, or without our timestamp, must be submitted again', async () => {
  const shown = stampOf(door.pages.app)
  const fields = { email: ada, topics: ['nuclear'], shown }
  const early = await door.post('subscribe/daily', fields)
  expect(early.statusCode).toBe(422)
  expect(early.body).toContain(`value="${shown}"`)
  expect((await door.post('subscribe/daily', { ...fields, shown: 'A'.repeat(24) })).statusCode).toBe(422)
  expect(await door.status()).toBeUndefined()
  door.pages.wait({ seconds: 3 })
  expect((await door.post('subscribe/daily', fields)).statusCode).toBe(303)
})

test('a hidden field catches bots, which get the same answer as people', async () => {
  expect((await door.signUp(ada, { website: 'https://example.com' })).statusCode).toBe(303)
  expect(await door.mailsTo(ada)).toEqual([])
})

test('forged, truncated or misused tokens are invalid, and counted', async () => {
  await door.signUp(ada)
  const link = linkIn((await door.mailsTo(ada))[0], 'c/')
  const forged = `${link.slice(0, -3)}${link.endsWith('AAA') ? 'BBB' : 'AAA'}`
  for (const path of [forged, link.slice(0, -1), `c/${door.token()}`, 'c/x']) {
    expect((await door.get(path)).statusCode).toBe(404)
    expect((await door.post(path)).statusCode).toBe(404)
  }
  expect((await door.get(`t/${link.slice(2)}`)).statusCode).toBe(404)
  const answers = []
  for (let time = 0; time < 40; time += 1) answers.push((await door.post('c/x')).statusCode)
  expect(answers.at(-1)).toBe(429)
  expect(await door.status()).toBe('pending')
})

test('a frame for other sites, and JSON for the configured sites', async () => {
  expect((await door.get('subscribe/daily/embed')).headers['content-security-policy']).toContain(
    "frame-ancestors 'self'",
  )
  const send = (origin: string | null, payload: object) =>
    door.pages.web.inject({
      method: 'POST',
      url: '/news/subscribe/daily/json',
      headers: { 'content-type': 'application/json', ...(origin !== null && { origin }) },
      payload,
    })
  const shown = stampOf(door.pages.app)
  door.pages.wait({ seconds: 5 })
  const wanted = { email: ada, topics: ['nuclear'] }
  expect((await send('https://elsewhere.example', { ...wanted, shown })).statusCode).toBe(403)
  expect((await send(null, { email: ada })).statusCode).toBe(400)
  const bad = await send(null, { email: 'ada', topics: [], shown })
  expect(bad.statusCode).toBe(422)
  expect(bad.json()).toMatchObject({ ok: false, fields: { topics: 'Choose at least one topic.' } })
  const asked = (await door.get('subscribe/daily/json')).json<{ shown: string; topics: { id: string }[] }>()
  expect(asked.topics.map(({ id }) => id)).toContain('nuclear')
  expect((await send(null, wanted)).statusCode).toBe(422)
  expect((await send(null, { ...wanted, shown: asked.shown })).statusCode).toBe(422)
  expect((await send(null, { ...wanted, shown, website: 'https://example.com' })).statusCode).toBe(202)
  expect(await door.mailsTo(ada)).toEqual([])
  expect((await send(null, { ...wanted, shown })).json()).toMatchObject({ ok: true })
  expect(await door.mailsTo(ada)).toHaveLength(1)
})
