import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPages } from './pages.ts'
import { openTestWeb, type TestWeb } from './sent-edition.ts'

let it: TestWeb
beforeAll(async () => {
  it = await openTestWeb()
})
afterAll(() => it.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  it.web.inject({ url, headers: { host: '127.0.0.1:8080', ...headers } })

describe('public pages', () => {
  test('the front page links the newest edition, and the link leads there', async () => {
    const home = await get('/news/')
    expect(home.statusCode).toBe(200)
    const link = /href="(\/news\/editions\/daily\/2026-11-16)"/.exec(home.body)?.[1] ?? ''
    const edition = await get(link)
    expect(edition.statusCode).toBe(200)
    expect(edition.body).toContain('Interceptor battery leaves the coast')
    expect(edition.body).not.toMatch(/\/u\/|\/t\/|maria@/)
  })

  test('hostile headlines are text', async () => {
    const edition = await get('/news/editions/daily/2026-11-16')
    expect(edition.body).not.toContain('hall <b>')
    const path = /\/news\/stories\/inspectors[a-z0-9-]*/.exec(edition.body)?.[0] ?? ''
    const story = await get(path)
    expect(story.statusCode).toBe(200)
    expect(story.body).toContain('&lt;b&gt;')
    expect(story.body).not.toContain('hall <b>')
  })

  test.each([
    '/news/editions/daily/2026-11-17',
    '/news/editions/daily/2026-02-31',
    '/news/editions/nothing/2026-11-16',
    '/news/stories/nothing',
    '/news/media/..%2F..%2Fsecret',
    `/news/media/${'0'.repeat(32)}`,
    '/elsewhere',
  ])('%s does not exist', async (url) => {
    const page = await get(url)
    expect(page.statusCode).toBe(404)
    expect(page.headers['content-type']).toContain('text/html')
  })

  test('every page runs no script and sends no referrer', async () => {
    for (const url of ['/news/', `/news/u/${it.token}`, `/news/t/${it.token}`, '/news/mailbox', '/nothing']) {
      const { headers, body } = await get(url)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(body).not.toMatch(/<script(?! src="\/news\/zone-| type="application\/ld\+json">)/)
    }
    for (const url of [`/news/u/${it.token}`, `/news/t/${it.token}`]) {
      const { headers } = await get(url)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['x-robots-tag']).toContain('noindex')
    }
  })

  test('the probes answer at the root and under the path', async () => {
    for (const url of ['/livez', '/readyz', '/news/livez', '/news/readyz'])
      expect((await get(url)).json()).toEqual({ ok: true })
  })

  test.each([
    ['/news/editions/daily/2026-11-16', 'editions/daily/2026-11-16'],
    ['/news', ''],
  ])('%s is served despite extra slashes, and states its canonical address', async (url, path) => {
    for (const more of ['', '/', '//', '/?utm_source=mail']) {
      const page = await get(url + more)
      expect(page.statusCode, more).toBe(200)
      expect(page.headers.link).toBe(`<http://127.0.0.1:8080/news/${path}>; rel="canonical"`)
    }
  })

  test('a trailing slash is accepted: after a token, the style sheet, a picture, a probe, the mailbox', async () => {
    const sheet = /style-[0-9a-f]+\.css/.exec((await get('/news/')).body)?.[0] ?? ''
    const [mail] = await it.room.app.mails()
    const paths = [
      `u/${it.token}`,
      `t/${it.token}`,
      sheet,
      'livez',
      'readyz',
      'mailbox',
      `mailbox/${mail?.id}/eml`,
    ]
    for (const path of paths) {
      const plain = await get(`/news/${path}`)
      const slashed = await get(`/news/${path}/`)
      expect([plain.statusCode, slashed.statusCode], path).toEqual([200, 200])
      expect(slashed.rawPayload.equals(plain.rawPayload), path).toBe(true)
    }
    expect((await it.web.inject({ method: 'HEAD', url: '/news/livez/' })).statusCode).toBe(200)
    expect((await get('/news/editions/')).statusCode).toBe(404)
  })

  test('the style sheet is where pages link it', async () => {
    const sheet = /href="(\/news\/style-[0-9a-f]+\.css)"/.exec((await get('/news/')).body)
    expect((await get(sheet?.[1] ?? '')).headers['content-type']).toContain('text/css')
  })
})

describe('the mailbox', () => {
  test('shows its e-mails, their HTML in a sandbox', async () => {
    const list = await get('/news/mailbox')
    const path = /\/news\/mailbox\/[\w-]+/.exec(list.body)?.[0] ?? ''
    expect((await get(path)).body).toContain('<iframe')
    const html = await get(`${path}/html`)
    expect(html.headers['content-security-policy']).toContain('sandbox')
    const raw = await get(`${path}/eml`)
    const [mail] = await it.room.app.mails()
    expect(raw.rawPayload.equals(mail?.bytes ?? Buffer.alloc(0))).toBe(true)
  })

  test('is available under every name of this machine', async () => {
    for (const host of ['localhost', 'LOCALHOST:8080', '127.0.0.1', '127.9.9.9:80', '[::1]:8080'])
      expect((await get('/news/mailbox', { host })).statusCode, host).toBe(200)
  })

  test.each([
    ['under another name (DNS rebinding)', { host: 'evil.example.com' }],
    ['under a name that only begins like one of this machine', { host: 'localhost.evil.example.com' }],
    ['through a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['through a proxy of another kind', { 'x-real-ip': '203.0.113.9' }],
    ['through a proxy with the standard header', { forwarded: 'for=203.0.113.9' }],
  ])('is not available %s', async (_, headers) => {
    const { statusCode, body } = await get('/news/mailbox', headers)
    expect(statusCode).toBe(404)
    expect(body).not.toContain('maria')
  })

  test('is not available from another machine', async () => {
    const answer = await it.web.inject({
      url: '/news/mailbox',
      headers: { host: '127.0.0.1:8080' },
      remoteAddress: '203.0.113.9',
    })
    expect(answer.statusCode).toBe(404)
  })

  test('is not available over HTTP/1.0, which nginx uses with its backends', async () => {
    await it.web.listen({ host: '127.0.0.1', port: 0 })
    const { port } = it.web.server.address() as AddressInfo
    const ask = async (version: string) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(`GET /news/mailbox HTTP/${version}\r\nHost: 127.0.0.1:8080\r\nConnection: close\r\n\r\n`)
      return (await text(socket)).slice(0, 12)
    }
    expect([await ask('1.0'), await ask('1.1')]).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200'])
  })

  test.each([
    'https://news.example.org/news/',
    'http://192.0.2.7:8080/news/',
    'http://localhost.example.org/news/',
  ])('is not available if the public URL is %s, whatever Host a proxy sends', async (url) => {
    const mailbox = { list: () => Promise.reject(new Error('looked')), read: async () => null }
    const pages = await testPages({ url, mailbox })
    for (const host of ['127.0.0.1:8080', 'localhost', new URL(url).host]) {
      const answer = await pages.web.inject({ url: '/news/mailbox', headers: { host } })
      expect(answer.statusCode, host).toBe(404)
    }
    await pages.close()
  })
})
