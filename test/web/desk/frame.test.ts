import { createHash } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from './open-desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
})
beforeEach(() => desk.as('chief-editor'))
afterAll(() => desk.close())

const assetsOf = (page: string) =>
  [...page.matchAll(/(?:src|href)="(\/news\/desk\/assets\/[^"]+)" integrity="sha384-([^"]+)"/g)].map(
    ([, path = '', integrity = '']) => ({ path, integrity }),
  )

test('is for everyone who is signed in and may view it', async () => {
  await desk.as(null)
  await desk.get('editions', 303)
  await desk.as([])
  await desk.get('editions', 403)
  await desk.as('analyst')
  expect(await desk.get('editions')).toContain(', analyst')
})

test('an account of one digest sees only that one', async () => {
  await desk.as([{ role: 'editor', digest: 999 }])
  expect(await desk.get('editions')).toContain('No digest to show yet')
  await desk.get('editions/daily', 404)
})

test('a missing page links back to the desk and does not mention e-mail', async () => {
  for (const path of ['nothing', 'editions/daily/2026-02-31']) {
    const page = await desk.get(path, 404)
    expect(page).toContain('start at the home page of the desk')
    expect(page).toContain('<a href="/news/desk">Home</a>')
    expect(page).not.toContain('Open the e-mail')
  }
})

test('shows the current page, and has a skip link', async () => {
  const page = await desk.get('editions')
  expect(page).toMatch(/href="\/news\/desk\/editions" aria-current="page"/)
  expect(page).toContain('<a class="skip" href="#main">')
  expect(page.match(/<h1/g)).toHaveLength(1)
})

test('counts the failing sources beside their entry', async () => {
  const [source] = await desk.room.app.context.store.sources.list()
  const failure = {
    at: desk.room.clock.now(),
    reason: 'no answer',
    retryAt: null,
    nextReadAt: desk.room.clock.now(),
  }
  await desk.room.app.context.store.sources.recordFailure(source?.id ?? 0, failure)
  expect(await desk.get('editions')).not.toContain('failing')
  await desk.room.app.context.store.sources.recordFailure(source?.id ?? 0, failure)
  expect(await desk.get('editions')).toMatch(
    /<b class="alarm">1<span class="visually-hidden"> source is failing/,
  )
})

test('scripts and styles are our own files, cached indefinitely, with integrity hashes on the page', async () => {
  const page = await desk.get('editions')
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/)
  expect(page).not.toMatch(/<style| style="| on[a-z]+="/)
  const assets = assetsOf(page)
  expect(assets).toHaveLength(4)
  for (const { path, integrity } of assets) {
    const { rawPayload, headers } = await desk.web.inject(path)
    expect(createHash('sha384').update(rawPayload).digest('base64')).toBe(integrity)
    expect(headers['cache-control']).toContain('immutable')
  }
})

test('a page with its scripts and styles is at most 80 KB', async () => {
  const headers = { 'accept-encoding': 'br' }
  const page = await desk.answer('editions', headers)
  expect(page.headers['content-encoding']).toBe('br')
  const sizes = await Promise.all(
    assetsOf(brotliDecompressSync(page.rawPayload).toString()).map(
      async ({ path }) => (await desk.web.inject({ url: path, headers })).rawPayload.length,
    ),
  )
  const total = sizes.reduce((sum, size) => sum + size, page.rawPayload.length)
  expect(total).toBeGreaterThan(10_000)
  expect(total).toBeLessThanOrEqual(80_000)
})

test('is not cached, and not indexed by search engines', async () => {
  const { headers } = await desk.answer('editions')
  expect(headers['cache-control']).toBe('no-store')
  expect(headers['x-robots-tag']).toContain('noindex')
})

test('there is a page of keyboard shortcuts', async () => {
  expect(await desk.get('keys')).toContain('Switch keys off')
})
