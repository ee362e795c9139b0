import { afterEach, beforeEach, expect, test } from 'vitest'
import { setUp, testPages, type TestPages } from './pages.ts'

const origin = 'https://www.example.org'
const json = { 'content-type': 'application/json' }
let pages: TestPages

beforeEach(async () => {
  pages = await testPages({ env: { DAYWIRE_SIGN_UP_ORIGINS: origin, DAYWIRE_ALTCHA: 'on' } })
  await setUp(pages)
})
afterEach(() => pages.close())

const ask = async (url: string, payload?: string, headers: Record<string, string> = {}) => {
  const method = payload === undefined ? 'GET' : 'POST'
  const answer = await pages.web.inject({ method, url: `/news/${url}`, headers, ...(payload && { payload }) })
  return { status: answer.statusCode, type: answer.headers['content-type'], answer }
}

test('an error in a sign-up by JSON is answered as JSON, which the other site may read', async () => {
  const large = JSON.stringify({ email: 'x'.repeat(200_000) })
  const refused = await ask('subscribe/daily/json', large, { ...json, origin })
  expect(refused).toMatchObject({ status: 413, type: 'application/json; charset=utf-8' })
  expect(refused.answer.json()).toMatchObject({ ok: false })
  expect(refused.answer.headers['access-control-allow-origin']).toBe(origin)

  const elsewhere = await ask('subscribe/daily/json', large, { ...json, origin: 'https://elsewhere.example' })
  expect(elsewhere.status).toBe(413)
  expect(elsewhere.answer.headers).not.toHaveProperty('access-control-allow-origin')
})

test('a challenge that cannot be created is refused as JSON', async () => {
  const elsewhere = { origin: 'https://elsewhere.example' }
  const { status, answer } = await ask('subscribe/daily/challenge', undefined, elsewhere)
  expect([status, answer.json()]).toEqual([403, { ok: false, message: expect.stringContaining('not among') }])
  let last = await ask('subscribe/daily/challenge')
  for (let more = 0; more < 300; more += 1) last = await ask('subscribe/daily/challenge')
  expect([last.status, last.answer.json()]).toEqual([
    429,
    { ok: false, message: 'Nothing was changed. Wait a few minutes, then try again.' },
  ])
  expect(last.answer.headers['retry-after']).toMatch(/^\d+$/)
})

test('an error in a report by HTTP is answered in plain text', async () => {
  const { status, type, answer } = await ask('hooks/ses', 'x'.repeat(20_000_000), {
    'content-type': 'text/plain',
  })
  expect({ status, type }).toEqual({ status: 413, type: 'text/plain; charset=utf-8' })
  expect(answer.body).not.toContain('<')
})
