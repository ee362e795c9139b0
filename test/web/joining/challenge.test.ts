import { solveChallenge, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stampOf } from '../../../src/web/public/joining/form.ts'
import { openDoor, type Door } from './door.ts'

const ada = 'ada@example.org'
let door: Door
beforeEach(async () => {
  door = await openDoor({ env: { DAYWIRE_ALTCHA: 'on' } })
})
afterEach(() => door.pages.close())

const challenge = async () => (await door.get('subscribe/daily/challenge')).json<Challenge>()
const packed = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')
async function solved(asked?: Challenge): Promise<string> {
  const one = asked ?? (await challenge())
  const solution = await solveChallenge({ challenge: one, deriveKey })
  return packed({ challenge: one, solution })
}

test('a sign-up needs a solved challenge, and explains what to do without scripts', async () => {
  const page = await door.get('subscribe/daily')
  expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  expect(page.body).toContain('data-challenge="/news/subscribe/daily/challenge"')
  expect(page.body).toMatch(/<noscript>.*newswire@example\.org.*<\/noscript>/)
  const none = await door.signUp(ada, { topics: ['missiles'] })
  expect(none.statusCode).toBe(422)
  expect(none.body).toContain('This form needs JavaScript')
  expect(none.body).toContain(`value="${ada}"`)
  expect(none.body).toMatch(/value="missiles" checked/)
  expect(none.body).not.toMatch(/value="nuclear" checked/)
  expect(await door.status()).toBeUndefined()
  const sent = await door.signUp(ada, { altcha: await solved() })
  expect(sent.statusCode).toBe(303)
  expect(await door.mailsTo(ada)).toHaveLength(1)
  const to = new URL(String(sent.headers['location']), 'http://x').searchParams.get('to') ?? ''
  expect((await door.post('subscribe/daily/again', { to })).statusCode).toBe(303)
  expect(await door.mailsTo(ada)).toHaveLength(2)
})

test('a challenge is valid once, within twenty minutes, and only unmodified', async () => {
  const good = await solved()
  expect((await door.signUp(ada, { altcha: good })).statusCode).toBe(303)
  const late = await solved()
  const asked = await challenge()
  const easier = { ...asked, parameters: { ...asked.parameters, keyPrefix: '00' } }
  const longer = { ...asked, parameters: { ...asked.parameters, data: { until: Number.MAX_SAFE_INTEGER } } }
  const [other] = [await challenge()]
  const wrong = [
    good,
    await solved(easier),
    await solved(longer),
    packed({ challenge: asked, solution: { counter: 5, derivedKey: '00'.repeat(32) } }),
    packed({ challenge: { ...asked, signature: other?.signature }, solution: null }),
    `${good.slice(0, -8)}AAAAAAAA`,
    'nonsense',
    'A'.repeat(5_000),
  ]
  for (const altcha of wrong) {
    const refused = await door.signUp('bo@example.org', { altcha })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('press the button once more')
    expect(refused.body).toContain('value="bo@example.org"')
  }
  door.pages.wait({ minutes: 20 })
  expect((await door.signUp('bo@example.org', { altcha: late })).statusCode).toBe(422)
  expect(await door.mailsTo('bo@example.org')).toEqual([])
})

test('if many send one solution at the same time, one succeeds', async () => {
  const altcha = await solved()
  const shown = stampOf(door.pages.app)
  door.pages.wait({ seconds: 5 })
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      door.post('subscribe/daily', { email: `r${at}@example.org`, topics: 'nuclear', shown, altcha }),
    ),
  )
  expect(answers.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1)
})

test('JSON from a site of the newsroom needs it too', async () => {
  const asked = (await door.get('subscribe/daily/json')).json<{ challenge: string; shown: string }>()
  expect(asked.challenge).toBe('http://127.0.0.1:8080/news/subscribe/daily/challenge')
  door.pages.wait({ seconds: 5 })
  const send = (more: object) =>
    door.pages.web.inject({
      method: 'POST',
      url: '/news/subscribe/daily/json',
      headers: { 'content-type': 'application/json' },
      payload: { email: ada, topics: ['nuclear'], shown: asked.shown, ...more },
    })
  expect((await send({})).json()).toMatchObject({
    fields: { solution: expect.stringContaining('JavaScript') },
  })
  expect((await send({ altcha: await solved() })).statusCode).toBe(202)
  expect(await door.mailsTo(ada)).toHaveLength(1)
})

test('with the setting off, no page requires it', async () => {
  const plain = await openDoor()
  const page = await plain.get('subscribe/daily')
  expect(page.headers['content-security-policy']).not.toContain('script-src')
  expect(page.body).not.toMatch(/altcha|noscript|<script/)
  expect((await plain.get('subscribe/daily/challenge')).statusCode).toBe(404)
  await plain.pages.close()
})
