import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestWeb, type TestWeb } from './sent-edition.ts'

let it: TestWeb
beforeAll(async () => {
  it = await openTestWeb()
})
afterAll(() => it.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  it.web.inject({ url, headers: { host: '127.0.0.1:8080', ...headers } })

describe('pages to read', () => {
  test('home links the newest edition, and the link leads there', async () => {
    const home = await get('/news/')
    expect(home.statusCode).toBe(200)
    const link = /http:\/\/127\.0\.0\.1:8080(\/news\/editions\/daily\/2026-11-16)/.exec(home.body)?.[1] ?? ''
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
  ])('%s is not there', async (url) => {
    const page = await get(url)
    expect(page.statusCode).toBe(404)
    expect(page.headers['content-type']).toContain('text/html')
  })

  test('every page runs no script and tells nobody its address', async () => {
    for (const url of ['/news/', `/news/u/${it.token}`, `/news/t/${it.token}`, '/news/mailbox', '/nothing']) {
      const { headers, body } = await get(url)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(body).not.toContain('<script')
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

  test('the style sheet is where pages say it is', async () => {
    const sheet = /href="http:\/\/127\.0\.0\.1:8080(\/news\/style-[0-9a-f]+\.css)"/.exec(
      (await get('/news/')).body,
    )
    expect((await get(sheet?.[1] ?? '')).headers['content-type']).toContain('text/css')
  })
})

describe('the mailbox', () => {
  test('shows its mails, their HTML in a sandbox', async () => {
    const list = await get('/news/mailbox')
    const path = /\/news\/mailbox\/[\w-]+/.exec(list.body)?.[0] ?? ''
    expect((await get(path)).body).toContain('<iframe')
    const html = await get(`${path}/html`)
    expect(html.headers['content-security-policy']).toContain('sandbox')
    const raw = await get(`${path}/eml`)
    const [mail] = await it.room.app.mails()
    expect(raw.rawPayload.equals(mail?.bytes ?? Buffer.alloc(0))).toBe(true)
  })

  test.each([
    ['under another name (DNS rebinding)', { host: 'evil.example.com' }],
    ['through a proxy', { 'x-forwarded-for': '203.0.113.9' }],
  ])('is not there %s', async (_, headers) => {
    const { statusCode, body } = await get('/news/mailbox', headers)
    expect(statusCode).toBe(404)
    expect(body).not.toContain('maria')
  })
})
