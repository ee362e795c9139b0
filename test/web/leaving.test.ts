import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { maskAddress } from '../../src/core/address.ts'
import { inertToken } from '../../src/core/token.ts'
import { reader, setUp, testPages, type TestPages } from './pages.ts'

const email = 'maria.ostrand@example.org'

describe('leaving by a mail’s link', () => {
  let pages: TestPages
  let token: string
  const status = async () => (await pages.app.house.store.subscribers.byId(1))?.status
  const ask = (method: 'GET' | 'HEAD' | 'POST', path: string, type?: string, payload?: string) =>
    pages.web.inject({
      method,
      url: `/news/${path}`,
      ...(type && { headers: { 'content-type': type } }),
      ...(payload !== undefined && { payload }),
    })

  beforeEach(async () => {
    pages = await testPages()
    token = await reader(pages, await setUp(pages), email)
  })
  afterEach(() => pages.close())

  test('looking changes nothing, and shows the address only masked', async () => {
    const shown = await ask('GET', `u/${token}`)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).toContain(maskAddress(email))
    expect(shown.body).not.toContain('maria')
    expect(shown.body).toContain(`action="http://127.0.0.1:8080/news/u/${token}"`)
    expect((await ask('HEAD', `u/${token}`)).statusCode).toBe(200)
    expect((await ask('GET', `u/${token}/undo`)).statusCode).toBe(404)
    expect(await status()).toBe('active')
  })

  test('a slash at the end of the link changes nothing about it', async () => {
    expect((await ask('POST', `u/${token}/`)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
    expect((await ask('POST', `u/${token}/undo/`)).statusCode).toBe(200)
    expect(await status()).toBe('active')
  })

  test('the button leaves, twice as once, and one more takes it back', async () => {
    const left = await ask('POST', `u/${token}`, 'application/x-www-form-urlencoded', '')
    expect(left.statusCode).toBe(200)
    expect(left.body).toContain('You have been unsubscribed.')
    expect(left.body).toContain(`/news/u/${token}/undo`)
    expect(await status()).toBe('unsubscribed')
    expect((await ask('POST', `u/${token}`)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
    const back = await ask('POST', `u/${token}/undo`, 'application/x-www-form-urlencoded', '')
    expect(back.body).toContain('You are subscribed again')
    expect(await status()).toBe('active')
    expect((await pages.app.house.store.subscribers.byId(1))?.topics).toEqual(['nuclear', 'missiles'])
  })

  const multipart = [
    '--x7',
    'Content-Disposition: form-data; name="List-Unsubscribe"',
    '',
    'One-Click',
    '--x7--',
    '',
  ]
  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'a form with its charset',
      'application/x-www-form-urlencoded; charset=UTF-8',
      'List-Unsubscribe=One-Click',
    ],
    ['a form of parts', 'multipart/form-data; boundary=x7', multipart.join('\r\n')],
  ])('a mail program’s one click leaves, as %s, without a page', async (_, type, body) => {
    const answer = await ask('POST', `u/${token}`, type, body)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('text/plain')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(await status()).toBe('unsubscribed')
  })

  test.each([
    ['nothing at all', undefined, undefined],
    ['an empty form of parts', 'multipart/form-data; boundary=x7', ''],
    ['a type that nobody knows', 'application/octet-stream', 'List-Unsubscribe=One-Click'],
    ['JSON', 'application/json', '{"List-Unsubscribe":"One-Click"}'],
    ['JSON that is none', 'application/json', ''],
    ['plain text', 'text/plain', 'List-Unsubscribe=One-Click'],
  ])('the link alone is enough: %s leaves too', async (_, type, body) => {
    expect((await ask('POST', `u/${token}`, type, body)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
  })

  test('a link that is not ours opens nothing', async () => {
    const garbled = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      inertToken,
      'x',
      `${token}a`,
      '%00',
    ]
    for (const wrong of garbled)
      for (const method of ['GET', 'POST'] as const)
        for (const path of [`u/${wrong}`, `t/${wrong}`])
          expect((await ask(method, path)).statusCode, `${method} ${path}`).toBe(404)
    expect(await status()).toBe('active')
  })

  test('the link of an erased person opens nothing', async () => {
    const subscription = await pages.app.house.store.subscribers.byId(1)
    await pages.app.house.store.subscribers.erase(subscription?.subscriberId ?? 0)
    expect((await ask('GET', `u/${token}`)).statusCode).toBe(404)
    expect((await ask('POST', `t/${token}`)).statusCode).toBe(404)
  })
})
