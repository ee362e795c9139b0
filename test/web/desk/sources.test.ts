import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { openTestDesk, type TestDesk } from './open-desk.ts'

const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Strait &amp; Wire</title>
<item><title>Buoys &lt;b&gt;counted&lt;/b&gt; in the strait</title><link>https://wire.example.com/1</link><guid>1</guid></item></channel></rss>`

let desk: TestDesk
let server: Server
let address: string
beforeAll(async () => {
  desk = await openTestDesk()
  server = createServer((request, response) => {
    response.setHeader('content-type', request.url === '/feed' ? 'application/rss+xml' : 'text/plain')
    response.statusCode = request.url === '/feed' ? 200 : 404
    response.end(request.url === '/feed' ? feed : '')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`
  await desk.room.story('a', 'Seals counted in the hall', 'nuclear')
  await desk.room.story('b', 'A live blog of the day', 'nuclear')
  desk.room.clock.set('2026-11-09T08:00:00Z')
  await collect(desk.room.app.context)
})
beforeEach(() => desk.as('chief-editor'))
afterAll(async () => {
  server.close()
  await desk.close()
})

const ordinary = { name: '', section: 'news', how: 'check' }

test('shows health first, and one source with its history and the numbers beside it', async () => {
  const list = await desk.get('sources')
  expect(list).toContain('One source is on')
  expect(list).toMatch(/data-open href="\/news\/desk\/sources\/1"/)
  const page = await desk.get('sources/1')
  expect(page).toMatch(/<svg[^>]*class="plot"/)
  expect(page).toMatch(/<tr><td>Mon 9 Nov<\/td><td class="figure">2<\/td>/)
  await desk.get('sources/77', 404)
  await desk.get('sources/x', 404)
})

test('an address is checked, then added with the input', async () => {
  const checked = await desk.post('sources/add', { ...ordinary, location: address }, 200)
  expect(checked.body).toContain('one item')
  expect(checked.body).toContain('value="Strait &amp; Wire"')
  expect(checked.body).not.toContain('<b>counted')
  const nameless = await desk.post('sources/add', { ...ordinary, location: address, how: 'add' }, 422)
  expect(nameless.body).toContain('Write a name.')
  expect(nameless.body).toContain(address)
  await desk.post('sources/add', { ...ordinary, location: address, name: 'Strait Wire', how: 'add' })
  expect(await desk.get('sources?done=added')).toContain('Strait Wire')
  const twice = await desk.post(
    'sources/add',
    { ...ordinary, location: address, name: 'Strait Wire', how: 'add' },
    422,
  )
  expect(twice.body).toContain('there is already a source “Strait Wire”')
  const gone = await desk.post(
    'sources/add',
    { ...ordinary, location: `${address}/no`, name: 'No', how: 'add' },
    422,
  )
  expect(gone.body).toContain('cannot be read')
})

test.each(['/etc/passwd', 'file:///etc/passwd', '../newsroom.json', ''])(
  'reads no local file: “%s”',
  async (location) => {
    const { body } = await desk.post('sources/add', { ...ordinary, location }, 422)
    expect(body).toContain('Write an address that begins with https://')
  },
)

test('a rule is tried before it is added', async () => {
  const query = 'action=leave-out&where=words&phrases=live+blog&source=&days=7'
  const tried = await desk.get(`sources/rules?${query}`)
  expect(tried).toContain('One of 2 stories would have been left out')
  expect(tried).toContain('A live blog of the day')
  expect((await desk.room.app.context.store.newsroom.get())?.rules).toEqual([])
  await desk.post('sources/rules', Object.fromEntries(new URLSearchParams(query)))
  expect((await desk.room.app.context.store.newsroom.get())?.rules).toHaveLength(1)
  await desk.get('sources/rules?phrases=&action=keep&where=words&days=7&source=', 422)
})

test('lists are imported and exported as OPML, after a dry run that changes nothing', async () => {
  const list =
    '<opml version="2.0"><body><outline text="Other Wire" xmlUrl="https://other.example.com/feed"/></body></opml>'
  const before = (await desk.room.app.context.store.sources.list()).length
  expect((await desk.post('sources/import', { list, how: 'try' }, 200)).body).toContain(
    'One feed would be added',
  )
  expect(await desk.room.app.context.store.sources.list()).toHaveLength(before)
  expect((await desk.post('sources/import', { list, how: 'import' }, 200)).body).toContain(
    'One feed was added',
  )
  expect(await desk.get('sources/export.opml')).toContain('https://other.example.com/feed')
  const wrong = await desk.post('sources/import', { list: 'no list <x>', how: 'try' }, 422)
  expect(wrong.body).toContain('no list &lt;x&gt;')
})

test('a source is switched off, and on again once it can be read', async () => {
  const source = await desk.room.app.context.store.sources.byName('Editors')
  await desk.post(`sources/${source?.id}/remove`, {})
  expect((await desk.room.app.context.store.sources.byId(source?.id ?? 0))?.status).toBe('off')
  await desk.room.story('c', 'A third story', 'nuclear')
  expect((await desk.post(`sources/${source?.id}/probe`, {}, 200)).body).toContain('It is on: 3 items')
  expect((await desk.room.app.context.store.sources.byId(source?.id ?? 0))?.status).toBe('active')
})

test('an editor views sources and tries rules, and changes none', async () => {
  await desk.as('editor')
  expect(await desk.get('sources')).not.toContain('sources/add')
  await desk.get('sources/add', 403)
  await desk.get('sources/rules')
  await desk.post(
    'sources/rules',
    { action: 'keep', where: 'words', phrases: 'x', source: '', days: '7' },
    403,
  )
  await desk.post('sources/1/remove', {}, 403)
  await desk.post('sources/import', { list: '', how: 'import' }, 403)
})
