import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { serve } from '../../sources/setting.ts'
import { openTestDesk, type TestDesk } from './open-desk.ts'

const day = 'today/daily/2026-11-10'
let desk: TestDesk

beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  await room.story('a', 'Interceptor leaves the coast', 'missiles')
  await room.wake('2026-11-09T07:30:00Z')
  await room.wake('2026-11-10T06:30:10Z')
})
beforeEach(async () => {
  vi.restoreAllMocks()
  await desk.as('editor')
})
afterAll(() => desk.close())

const valueOf = (page: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
const nothing = { link: '', headline: '', text: '', source: '', topic: '' }
const typed = { headline: 'Seals counted in the enrichment hall', text: 'All.', source: 'Example Agency' }

/** Fills in the current form. */
async function add(fields: Record<string, string>, status = 303, at = day) {
  const page = await desk.get(`${at}/add`)
  const seen = { seen: valueOf(page, 'seen'), edition: valueOf(page, 'edition') }
  return desk.post(`${at}/add`, { ...nothing, ...seen, ...fields }, status)
}
/** The page that it redirects to. */
const shown = async (fields: Record<string, string>, at = day) =>
  desk.get((await add(fields, 303, at)).location.replace('/news/desk/', ''))

/** Waits for a page until it arrives: the desk’s clock would time out at once. */
const waitForPages = () =>
  vi.spyOn(desk.room.app.context, 'wait').mockImplementation(() => new Promise<void>(() => undefined))

const html = (headline: string) =>
  `<html><head><title>${headline}</title></head><body><article><h1>${headline}</h1><p>${'Inspectors counted the seals of every cylinder in the enrichment hall on Monday, the agency said. '.repeat(4)}</p></article></body></html>`

const answering =
  (status: number, body: string): RequestListener =>
  (request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(404).end()
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body)
  }

test('the pool links to the form, and a story typed by hand is added', async () => {
  expect(await desk.get(day)).toContain(`href="/news/desk/${day}/add"`)
  const page = await shown({ ...typed, topic: 'chemical' })
  expect(page).toContain('Added: Seals counted in the enrichment hall')
  expect(page).toMatch(/id="section-chemical"[^]*Seals counted in the enrichment hall/)
})

test('a link is read; a known story is included, or already is', async () => {
  waitForPages()
  const link = `${await serve(answering(200, html('Cylinders &lt;b&gt;sealed&lt;/b&gt; at Skarholm')))}/hall`
  const page = await shown({ link, topic: 'nuclear' })
  expect(page).toContain('Added: Cylinders &lt;b&gt;sealed&lt;/b&gt; at Skarholm')
  expect(await shown({ link })).toContain('It was in already')
  const [, id = ''] = /data-focus="(\d+)"/.exec(page) ?? []
  const again = { seen: valueOf(page, 'seen'), edition: valueOf(page, 'edition') }
  await desk.post(day, { do: `out ${id}`, ...again })
  const known = await shown({ link, headline: 'Typed, not used' })
  expect(known).toContain('It had been collected before and is now included')
  expect(known).not.toContain('Typed, not used')
})

test('a slow page is waited for; an unreadable one is shown with the reason', async () => {
  const address = await serve(answering(200, html('Talks resume')))
  expect(await shown({ link: `${address}/slow`, headline: 'Talks awaited' })).toContain(
    'Added: Talks awaited. Its page did not answer in time',
  )
  waitForPages()
  const gone = await serve(answering(404, ''))
  const page = await shown({ link: `${gone}/gone`, headline: 'Talks lost' })
  expect(page).toMatch(/Added: Talks lost\. Its page cannot be read: [^<]*answered 404/)
  // The query of the address does not set the reason shown.
  expect(await desk.get(`${day}?done=added-unreadable&story=1&why=Spoofed`)).not.toContain('Spoofed')
})

test.each([
  ['no address', 'link', { link: 'file:///etc/passwd' }, /not an address that begins with https/],
  ['a password', 'link', { link: 'https://ada:secret@news.example/' }, /name or a password/],
  ['a private address', 'link', { link: 'http://10.0.0.1/hall' }, /cannot be read/],
  ['nothing', 'link', {}, /link of the story/],
  ['no source', 'source', { headline: 'No source' }, /who reports it/],
  ['a long source', 'source', { ...typed, source: 'long '.repeat(30) }, /100 characters/],
  ['a long headline', 'headline', { ...typed, headline: 'long '.repeat(80) }, /300/],
  ['a long text', 'text', { ...typed, text: 'long '.repeat(400) }, /1,?500/],
  ['a topic of no digest', 'topic', { ...typed, topic: 'gardening' }, /no such topic/],
])('%s is refused beside its field, keeps the input, and adds nothing', async (_, field, sent, why) => {
  waitForPages()
  const before = await desk.get(day)
  const xss = '"><script>alert(1)</script>'
  const { body } = await add({ text: xss, ...sent }, 422)
  const [, fault = ''] = new RegExp(`id="${field}-fault">([^<]*)<`).exec(body) ?? []
  expect(fault).toMatch(why)
  expect(body.match(/class="wrong"/g)).toHaveLength(1)
  expect(body).not.toContain('<script>alert')
  const kept: Record<string, string> = { text: xss, ...sent }
  if (kept['text'] === xss)
    expect(body).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>')
  if (kept['link'] !== undefined) expect(body).toContain(`value="${kept['link']}"`)
  if (kept['headline'] !== undefined) expect(body).toContain(`value="${kept['headline'].trim()}"`)
  expect(valueOf(await desk.get(day), 'seen')).toBe(valueOf(before, 'seen'))
})

test('hostile text is shown as text: in the form, the notice and the edition', async () => {
  const hostile = { headline: 'Centrifuges <img src=x onerror=alert(1)>', source: '<svg onload=alert(2)>' }
  const page = await shown({ ...hostile, text: '{{token}} <script>alert(3)</script>', topic: 'nuclear' })
  expect(page).toContain('Centrifuges &lt;img')
  expect(page).not.toMatch(/<img src=x|<svg onload|<script>alert/)
})

test('someone who may not edit is refused, also for another digest, and the rest of the form is not read', async () => {
  await desk.as('analyst')
  expect(await desk.get(day)).not.toContain(`${day}/add`)
  await desk.get(`${day}/add`, 403)
  await desk.post(`${day}/add`, { ...nothing, ...typed, seen: '0', edition: '0' }, 403)
  await desk.as([{ role: 'editor', digest: 999 }])
  await desk.get(`${day}/add`, 404)
  await desk.as([
    { role: 'editor', digest: 999 },
    { role: 'analyst', digest: 'all' },
  ])
  await desk.get(`${day}/add`, 403)
  await desk.post(`${day}/add`, { ...nothing, ...typed, seen: '0', edition: '0' }, 403)
  await desk.as('editor')
  await desk.post(`${day}/add`, { ...nothing, ...typed, seen: 'now', edition: '0' }, 400)
})

test('if the edition was frozen meanwhile, the page says so, and a click adds the story to it', async () => {
  const late = { ...nothing, ...typed, headline: 'Late <i>seals</i>', topic: 'nuclear' }
  const { body } = await desk.post(`${day}/add`, { ...late, seen: '999', edition: '0' }, 409)
  expect(body).toContain('been frozen in the meantime')
  expect(body).toContain(`action="/news/desk/${day}/add"`)
  expect(valueOf(body, 'headline')).toBe('Late &lt;i&gt;seals&lt;/i&gt;')
  const again = { seen: valueOf(body, 'seen'), edition: valueOf(body, 'edition') }
  await desk.post(`${day}/add`, { ...late, ...again })
  expect(await desk.get(day)).toContain('Late &lt;i&gt;seals')
})

test('before the freeze it is a wish, and a hold in the pool names who holds it, in the digest’s time zone', async () => {
  const next = 'today/daily/2026-11-11'
  await desk.room.story('b', 'Missile talks resume on Tuesday', 'missiles')
  await desk.room.wake('2026-11-10T09:00:00Z')
  await desk.as('editor')
  expect(await desk.get(`${next}/add`)).toContain('not frozen yet')
  const page = await shown({ ...typed, headline: 'Wished seals of the hall', topic: 'nuclear' }, next)
  expect(page).toContain('Will be in the edition: Wished seals of the hall')
  const [, id = ''] = /.*id="story-(\d+)"/s.exec(page.slice(0, page.indexOf('Missile talks resume'))) ?? []
  const until = { reason: 'One source alone', until: '2026-11-12T08:00' }
  await desk.post(next, {
    do: `hold ${id}`,
    seen: valueOf(page, 'seen'),
    edition: '0',
    ...until,
  })
  const held = await desk.get(next)
  expect(held).toMatch(/[Hh]eld by Account \d+ until Thu 12 Nov, 08:00: One source alone/)
  expect(held).not.toMatch(/account:\d|until 2026[^<]*Z/)
})

test('a finished edition accepts no more stories', async () => {
  await desk.room.wake('2026-11-11T12:00:00Z')
  await desk.as('editor')
  expect((await add(typed, 409)).body).toContain('has begun to be sent, or is over')
  expect(await desk.get(day)).not.toContain(`${day}/add`)
})
