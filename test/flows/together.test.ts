import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EventStream } from '../web/desk/event-stream.ts'
import { clickButton, hidden, openWebPair, type WebPair, type WebProcess } from './web-pair.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']

/** Actions in one process are seen in the other; each test starts from the state that the previous one left. */
describe.skipIf(server === undefined)('two web processes on one PostgreSQL', () => {
  let pair: WebPair
  const open: EventStream[] = []
  const day = () => `desk/today/daily/${pair.date}`
  const edition = () => `editions/daily/${pair.date}`
  const follow = async (one: WebProcess) => {
    const stream = await one.follow(day())
    open.push(stream)
    return stream
  }
  const seen = async (stream: EventStream, text: string | RegExp) =>
    (await stream.next(({ data }) => data.search(text) >= 0)).data
  const has = async (one: WebProcess, path: string, text: string) => (await one.get(path)).body.includes(text)
  const becomes = (one: WebProcess, path: string, text: string, isThere = true) =>
    expect.poll(() => has(one, path, text), { timeout: 60_000, message: `${path}: ${text}` }).toBe(isThere)
  const command = async (...args: string[]) => {
    const { code, stderr } = await pair.place.start(args).ended
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  }

  beforeAll(async () => {
    pair = await openWebPair(server ?? '')
  }, 120_000)
  afterAll(async () => {
    for (const stream of open) stream.leave()
    await pair.drop()
  })

  test('show who is on a page of the desk, and their changes', async () => {
    const { first, second } = pair
    const hers = await follow(first)
    const his = await follow(second)
    expect(await seen(hers, 'is here too')).toContain('Account 2 is here too')
    await clickButton(first, day(), 'out 1')
    expect(await seen(his, 'left out')).toMatch(/<b>Account 1<\/b> left out/)
    await clickButton(second, day(), 'pin 2')
    expect(await seen(hers, 'pinned')).toMatch(/<b>Account 2<\/b> pinned/)
  })

  test('show an approval, then the edition once a worker has sent it', async () => {
    const { first, second } = pair
    const his = await follow(second)
    // Its front page is cached by now.
    expect(await has(second, '', edition())).toBe(false)
    expect((await second.get(edition())).status).toBe(404)
    const { body } = await first.get(`desk/${edition()}/approve`)
    const form = { revision: hidden(body, 'revision'), hash: hidden(body, 'hash') }
    await first.post(`desk/${edition()}/approve`, form)
    await seen(his, 'The edition was approved.')
    await command('run')
    await seen(his, 'The edition was sent.')
    await becomes(second, '', edition())
    await becomes(second, edition(), 'Arms control talks')
  })

  test('show a withdrawal', async () => {
    const { second } = pair
    const pages = ['', edition(), 'feed.atom']
    for (const path of pages) expect(await has(second, path, 'Arms control talks'), path).toBe(true)
    await command('editions', 'withdraw', 'Arms control talks', '--reason', 'it was false')
    for (const path of pages) await becomes(second, path, 'Arms control talks', false)
    expect(await has(second, edition(), 'This story was withdrawn')).toBe(true)
  })

  test('show a new name of the newsroom', async () => {
    const { place, second } = pair
    expect(await has(second, '', 'The Renamed Wire')).toBe(false)
    const file = join(place.newsroom.folder, 'newsroom.json')
    const seed = JSON.parse(await readFile(file, 'utf8')) as { newsroom: object }
    await writeFile(
      file,
      JSON.stringify({ ...seed, newsroom: { ...seed.newsroom, name: 'The Renamed Wire' } }),
    )
    await command('newsroom', 'import')
    await becomes(second, '', 'The Renamed Wire')
  })

  test('know that somebody was signed out', async () => {
    const { first, second } = pair
    const hers = await follow(second.as(first.account))
    await first.post('sign-out', {})
    await seen(hers, 'signed-out')
    expect((await second.as(first.account).get(day())).status).toBe(303)
  })
})
