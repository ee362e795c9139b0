import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { feedOf, openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
})
afterEach(() => cli.drop())

/** A site with these documents; returns its address. */
async function site(documents: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const document = documents[request.url ?? '']
    response.writeHead(document === undefined ? 404 : 200).end(document)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const page =
  '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/wire.xml"></head></html>'
const listed = async () => (await cli.daywire('sources', 'list', '--json')).json<Record<string, unknown>>()[0]

test('the address of a site adds the feed that it links, and the output says so', async () => {
  const address = await site({ '/': page, '/wire.xml': feedOf('Inspectors return to Hall 4') })
  const { code, stdout, stderr } = await cli.daywire('sources', 'add', 'Wire', `${address}/`)
  expect(code).toBe(0)
  expect(stdout).toContain(
    `${address}/wire.xml: feed “Sample Wire”, 1 item, newest 2026-11-23, named by the page`,
  )
  expect(stdout).toContain('  - Inspectors return to Hall 4')
  expect(stderr).toContain(`${address}/ is not a source itself; taken instead: ${address}/wire.xml`)
  expect(await listed()).toMatchObject({ kind: 'feed', location: `${address}/wire.xml` })
})

test('a site without a source is not added', async () => {
  const address = await site({ '/': '<!doctype html><html></html>' })
  const { code, stderr } = await cli.daywire('sources', 'add', 'Wire', `${address}/`)
  expect(code).toBe(1)
  expect(stderr).toContain('there is none at the usual places')
  expect((await cli.daywire('sources', 'list', '--json')).stdout).toBe('')
})

test('discover lists what it found, as text and as JSON, and opens no database', async () => {
  const address = await site({ '/': page, '/wire.xml': feedOf('Inspectors return to Hall 4') })
  const other = await openTestCli({ DAYWIRE_DATABASE_URL: 'sqlite:/nowhere/at/all.db' })
  expect((await other.daywire('sources', 'discover', `${address}/`)).stdout).toBe(
    `${address}/wire.xml: feed “Sample Wire”, 1 item, newest 2026-11-23, named by the page\n`,
  )
  expect((await other.daywire('sources', 'discover', `${address}/`, '--json')).json()).toEqual([
    {
      location: `${address}/wire.xml`,
      kind: 'feed',
      title: 'Sample Wire',
      how: 'named by the page',
      items: 1,
      newest: '2026-11-23T07:00:00Z',
      reason: null,
    },
  ])
  expect((await other.daywire('sources', 'discover', `${address}/gone`)).code).toBe(1)
  await other.drop()
})

const fields = { fields: { items: 'value', headline: 'Title', link: 'https://a.example/{Id}', date: 'Day' } }
const value = JSON.stringify({ value: [{ Id: 7, Title: 'Grey fever', Day: '26-11-20 14:00' }] })

test('a source of any kind is checked and added with its options, which collecting uses', async () => {
  const address = await site({ '/api': value })
  await cli.write('options.json', JSON.stringify({ ...fields, dateFormat: 'yy-MM-dd HH:mm' }))
  const how = ['--kind', 'json', '--options', 'options.json', '--time-zone', 'Europe/Vienna']
  expect((await cli.daywire('sources', 'check', `${address}/api`, ...how)).stdout).toContain(
    '  - Grey fever [published 2026-11-20T13:00:00Z] https://a.example/7',
  )
  expect((await cli.daywire('sources', 'add', 'Health', `${address}/api`, ...how)).code).toBe(0)
  expect(await listed()).toMatchObject({ kind: 'json', options: { dateFormat: 'yy-MM-dd HH:mm', ...fields } })
  expect((await cli.daywire('collect')).stdout).toMatch(/Health +read +1 +1/)
})

test.each([
  ['{"fields": {"titel": "x"}}', 'options.json: fields'],
  ['{"dayfirst": true}', 'options.json: has no such field: dayfirst'],
  ['{"dayFirst": "yes"}', 'options.json: dayFirst: must be true or false'],
  ['{"dayFirst": ', 'options.json: is not valid JSON'],
])('the options %s are refused with their field', async (options, reason) => {
  await cli.write('options.json', options)
  const { code, stderr } = await cli.daywire(
    'sources',
    'add',
    'Health',
    'x',
    '--kind',
    'json',
    '--no-check',
    '--options',
    'options.json',
  )
  expect(code).toBe(1)
  expect(stderr).toContain(reason)
  expect((await cli.daywire('sources', 'list', '--json')).stdout).toBe('')
})

test('an unknown kind is refused with a list of the known ones', async () => {
  const { code, stderr } = await cli.daywire('sources', 'add', 'A', 'x', '--kind', 'carrier-pigeon')
  expect(code).toBe(2)
  expect(stderr).toMatch(/feed, folder, .*json, .*wordpress/)
})
