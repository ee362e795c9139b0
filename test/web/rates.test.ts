import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import { inertToken } from '../../src/core/token.ts'
import { openRate } from '../../src/web/kit/limits/rates.ts'
import { reader, setUp, testPages, type TestPages } from './pages.ts'

const limits = { forged: { most: 2, within: 60_000 }, repeated: { most: 2, within: 60_000 } }

describe('a rate limit', () => {
  const at = (time: string) => Temporal.Instant.from(`2026-11-20T${time}Z`)
  let now = at('08:00:00')
  const rate = () => openRate({ now: () => now }, { most: 1, within: 60_000 })

  test('returns how long to wait, also after the clock was set back', () => {
    const one = rate()
    expect([one.take('a'), one.take('a')]).toEqual([0, 60])
    now = at('08:00:30')
    expect([one.take('a'), one.take('b')]).toEqual([30, 0])
    now = at('06:00:00')
    expect([one.take('a'), one.take('a')]).toEqual([0, 60])
  })

  test('stores a limited number of keys, and forgets the oldest', () => {
    const one = rate()
    for (let i = 0; i <= 10_000; i += 1) one.take(String(i))
    expect([one.take('10000'), one.take('1'), one.take('0')]).toEqual([60, 60, 0])
  })
})

describe('posts by token are limited', () => {
  let pages: TestPages
  let digest: Digest
  let token: string
  const post = (path: string, from = '192.0.2.1', payload = 'List-Unsubscribe=One-Click') =>
    pages.web.inject({
      method: 'POST',
      url: `/news/${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': from },
      payload,
    })
  const statusesOf = async (...posts: (() => ReturnType<typeof post>)[]) => {
    const statuses: number[] = []
    for (const one of posts) statuses.push((await one()).statusCode)
    return statuses
  }
  const status = async () => (await pages.app.context.store.subscribers.byId(1))?.status

  beforeEach(async () => {
    pages = await testPages({ limits })
    digest = await setUp(pages)
    token = await reader(pages, digest, 'maria.ostrand@example.org')
  })
  afterEach(() => pages.close())

  test('forged ones by client, on every path, until the window is over', async () => {
    const forged = [`u/${inertToken}`, `u/${inertToken}/undo`, `t/${'x'.repeat(24)}`]
    expect(await statusesOf(...forged.map((path) => () => post(path)))).toEqual([404, 404, 429])
    const refused = await post(`u/${inertToken}`)
    expect(refused.headers).toMatchObject({ 'retry-after': '60', 'cache-control': 'no-store' })
    expect(refused.body).toContain('Too many requests')
    expect((await post(`u/${inertToken}`, '192.0.2.2')).statusCode).toBe(404)
    pages.wait({ seconds: 60 })
    expect((await post(`u/${inertToken}`)).statusCode).toBe(404)
    const logged = pages.events.filter(({ name }) => name === 'web.refused')
    expect(logged).toHaveLength(1)
    expect(JSON.stringify(logged)).not.toContain(inertToken)
  })

  test('a customer’s IPv6 network is one client, however many addresses it has', async () => {
    const from = (last: string) => () => post(`u/${inertToken}`, `2001:db8:0:1::${last}`)
    expect(await statusesOf(from('1'), from('2'), from('3'))).toEqual([404, 404, 429])
    expect((await post(`u/${inertToken}`, '2001:db8:0:2::1')).statusCode).toBe(404)
  })

  test('addresses that a client puts in front of the proxy’s do not count', async () => {
    const from = (said: string) => () => post(`u/${inertToken}`, `${said}, 192.0.2.9`)
    expect(await statusesOf(from('10.0.0.1'), from('10.0.0.2'), from('nonsense'))).toEqual([404, 404, 429])
  })

  test('a valid one is accepted from an address that has sent many forged ones', async () => {
    for (let i = 0; i < 5; i += 1) await post(`u/${inertToken}`)
    expect((await post(`u/${inertToken}`)).statusCode).toBe(429)
    expect((await post(`u/${token}`)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
  })

  test('one-click requests for many readers of one provider are accepted', async () => {
    const tokens = [token]
    for (let i = 2; i <= 12; i += 1) tokens.push(await reader(pages, digest, `reader${i}@example.org`, i))
    const statuses = await statusesOf(...tokens.map((one) => () => post(`u/${one}`)))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  test('repeated use of one link is limited, but unsubscribing never is', async () => {
    const undo = () => post(`u/${token}/undo`)
    const leave = () => post(`u/${token}`)
    expect(await statusesOf(leave, leave, leave, leave)).toEqual([200, 200, 200, 429])
    pages.wait({ minutes: 1 })
    expect(await statusesOf(undo, undo, undo)).toEqual([303, 303, 429])
    expect(await status()).toBe('active')
    expect((await leave()).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
    expect((await undo()).statusCode).toBe(429)
    expect(await status()).toBe('unsubscribed')
  })

  test('choices that are submitted too often are not saved', async () => {
    const choose = (topic: string) => () => post(`t/${token}`, '192.0.2.1', `topics=${topic}`)
    const statuses = await statusesOf(choose('cyber'), choose('nuclear'), choose('missiles'))
    expect(statuses).toEqual([303, 303, 429])
    expect((await pages.app.context.store.subscribers.byId(1))?.topics).toEqual(['nuclear'])
  })
})
