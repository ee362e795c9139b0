import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { buildWeb } from '../../../src/web/build.ts'
import { openStream, type EventStream, type StreamEvent } from './event-stream.ts'
import { openTestDesk, type TestDesk } from './open-desk.ts'

const day = 'today/daily/2026-11-10'
let desk: TestDesk
let base: string
let open: EventStream[]

beforeEach(async () => {
  desk = await openTestDesk({ followed: 10, heartbeat: 10, followers: 4, followersEach: 2 })
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.wake('2026-11-09T07:30:00Z')
  base = `${await desk.web.listen({ host: '127.0.0.1', port: 0 })}/news/desk/`
  open = []
})
afterEach(async () => {
  for (const stream of open) stream.leave()
  await desk.close()
})

/** Nobody is signed in for this long. */
const freeze = async () => {
  await desk.room.wake('2026-11-10T06:30:10Z')
  await desk.as('chief-editor')
}
const connected = (page: string): string => {
  const [, path = ''] = /hx-sse:connect="\/news\/desk\/([^"]+)"/.exec(page) ?? []
  return path.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
}
/** Follows the live updates of the signed-in account's page. */
async function follow(path: string): Promise<EventStream> {
  const stream = await openStream(base + path, { cookie: desk.cookie(), 'hx-request': 'true' })
  open.push(stream)
  return stream
}
const followPage = async (page = day): Promise<EventStream> => follow(connected(await desk.get(page)))
/** The content of a part, in the next event that contains it. */
async function part(stream: EventStream, id: string, text: RegExp | string): Promise<string> {
  const of = ({ data }: StreamEvent) =>
    new RegExp(`hx-target="#${id}" hx-swap="innerMorph">([\\s\\S]*?)</hx-partial>`).exec(data)?.[1] ?? ''
  const isIt = (event: StreamEvent) =>
    typeof text === 'string' ? of(event).includes(text) : text.test(of(event))
  return of(await stream.next(isIt))
}

async function clickButton(asked: string, typed: Record<string, string> = {}): Promise<void> {
  const page = await desk.get(day)
  const [, seen = ''] = /name="seen" value="(\d+)"/.exec(page) ?? []
  const [, edition = ''] = /name="edition" value="(\d+)"/.exec(page) ?? []
  await desk.post(day, { do: asked, seen, edition, ...typed })
}

test('a stream consists of events, is not cached or buffered, and has a heartbeat', async () => {
  const stream = await followPage()
  expect(stream.status).toBe(200)
  expect(Object.fromEntries(stream.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  expect(stream.headers.get('content-encoding')).toBeNull()
  const { data } = await stream.next()
  for (const id of ['progress', 'left', 'sum', 'meanwhile', 'new-stories'])
    expect(data).toContain(`<hx-partial hx-target="#${id}" hx-swap="innerMorph">`)
  await stream.bytes(': heartbeat\n\n')
})

test('changes by others are shown with author and content; own changes are not', async () => {
  await freeze()
  const hers = await followPage()
  await desk.as('editor')
  const his = await followPage()
  await clickButton('out 1')
  expect(await part(hers, 'meanwhile', 'left out')).toMatch(/<b>Account \d+<\/b> left out: Seals counted/)
  await desk.as('chief-editor')
  await clickButton('pin 2')
  const told = await part(his, 'meanwhile', 'Account')
  expect(told).toContain('pinned or unpinned: Interceptor')
  expect(told).not.toContain('left out')
  expect(told).toContain(`href="/news/desk/${day}"`)
})

test('new stories are counted, and a new state of the edition is shown', async () => {
  const stream = await followPage(`${day}?view=pool&q=seals&done=in&story=1`)
  await desk.room.story('c', 'Centrifuges stopped at Skarholm', 'nuclear')
  await desk.room.story('d', 'Mustard agent burned at Orro', 'chemical')
  await collect(desk.room.app.context)
  const bar = await part(stream, 'new-stories', 'Show 2 new stories')
  expect(bar).toContain(`href="/news/desk/${day}?view&#x3D;pool&amp;q&#x3D;seals"`)
  stream.leave()
  desk.room.clock.set('2026-11-10T06:29:00Z')
  await desk.as('chief-editor')
  const early = await followPage()
  await desk.room.wake('2026-11-10T06:30:10Z')
  expect(await part(early, 'meanwhile', 'frozen')).toContain('The edition has been frozen')
  expect(await part(await followPage(), 'left', 'left to approve')).toMatch(/data-left="\d+"/)
})

test('check results arrive once they are computed', async () => {
  await freeze()
  const page = await desk.get(day)
  expect(page).toContain('Being checked')
  const stream = await follow(connected(page))
  const fine = await part(stream, 'sum', 'No check found anything')
  expect(fine).toMatch(/one variant · largest HTML \d+ of 95 KB/)
  const headline = `Seals counted in the hall ${'and in the next one '.repeat(4)}`
  await clickButton('words 1', { headline, 'was-headline': 'Seals counted in the hall' })
  expect(await part(stream, 'sum', 'warning')).toContain('checks#warns">one warning</a>')
})

test('other viewers are named, and disappear soon after they leave', async () => {
  const hers = await followPage()
  await desk.as('editor')
  const his = await followPage()
  expect(await part(hers, 'progress', 'is here too')).toMatch(/Account \d+ is here too\./)
  expect(await part(his, 'progress', 'is here too')).toMatch(/Account \d+ is here too\./)
  expect(await desk.get(day)).toMatch(/Account \d+ is here too\./)
  his.leave()
  await expect
    .poll(async () => {
      const { clock, app } = desk.room
      clock.set(clock.now().add({ seconds: 5 }).toString())
      return app.context.store.presence.of(
        { digestId: 1, date: Temporal.PlainDate.from('2026-11-10') },
        clock.now(),
      )
    })
    .toHaveLength(1)
  expect(await part(hers, 'progress', /^(?!.*is here too)/s)).not.toContain('here too')
})

test('a name with a line break does not end an event', async () => {
  const stream = await followPage()
  await desk.as('editor')
  await desk.database.execute(
    "update accounts set name = 'Bo' || char(13) || 'event: over' || char(13) || char(13) where id = (select max(id) from accounts)",
  )
  await followPage()
  const event = await stream.next(({ data }) => data.includes('is here too'))
  expect(event.event).toBe('')
})

test('a stream ends with its session, and does not prolong it', async () => {
  const stream = await followPage()
  await stream.next()
  const { clock, app } = desk.room
  const accounts = await app.context.store.accounts.list()
  const own = accounts.at(-1)?.id ?? 0
  const [before] = await app.context.store.sessions.of(own)
  clock.set(clock.now().add({ hours: 11 }).toString())
  await desk.room.story('c', 'Centrifuges stopped at Skarholm', 'nuclear')
  await collect(app.context)
  await part(stream, 'new-stories', 'one new story')
  expect((await app.context.store.sessions.of(own))[0]?.seenAt).toEqual(before?.seenAt)
  await app.context.store.sessions.endAll(own)
  expect(await stream.next(({ event }) => event === 'over')).toMatchObject({ data: 'signed-out' })
  await stream.end()
})

test('a viewer whose role is removed sees no more', async () => {
  const stream = await followPage()
  await stream.next()
  await desk.database.execute("update accounts set grants = '[]'")
  expect(await stream.next(({ event }) => event === 'over')).toMatchObject({ data: 'signed-out' })
})

test('somebody who is not signed in is not redirected, and somebody without permission gets nothing', async () => {
  const path = connected(await desk.get(day))
  await desk.as(null)
  const stranger = await follow(path)
  expect(stranger.status).toBe(401)
  expect(stranger.headers.get('hx-redirect')).toBeNull()
  await desk.as([])
  expect((await follow(path)).status).toBe(403)
  await desk.as([{ role: 'editor', digest: 999 }])
  expect((await follow(path)).status).toBe(404)
  await desk.as('editor')
  expect((await follow('today/daily/nothing/live')).status).toBe(404)
  expect((await follow('editions/daily/2026-11-10/sending/live')).status).toBe(404)
})

test('the number of streams is limited per account and in all', async () => {
  const first = await followPage()
  await followPage()
  await followPage()
  expect(await first.next(({ event }) => event === 'over')).toMatchObject({ data: 'elsewhere' })
  await first.end()
  await desk.as('editor')
  await followPage()
  await followPage()
  await desk.as('editor')
  expect((await followPage()).status).toBe(503)
})

describe('two processes on one database', () => {
  let other: FastifyInstance
  let there: string

  beforeEach(async () => {
    await freeze()
    other = await buildWeb({
      context: desk.room.app.context,
      mailbox: null,
      trustedProxies: [],
      templatesDir: join(import.meta.dirname, '../../../templates'),
      limits: { followed: 10 },
    })
    there = `${await other.listen({ host: '127.0.0.1', port: 0 })}/news/desk/`
  })
  afterEach(() => other.close())

  const followThere = async (): Promise<EventStream> => {
    const stream = await openStream(there + connected(await desk.get(day)), { cookie: desk.cookie() })
    open.push(stream)
    return stream
  }

  test('show each other’s viewers and changes', async () => {
    const hers = await followPage()
    await desk.as('editor')
    const his = await followThere()
    expect(await part(hers, 'progress', 'is here too')).toMatch(/Account \d+ is here too\./)
    await clickButton('pin 1')
    expect(await part(hers, 'meanwhile', 'pinned')).toContain('Seals counted')
    await desk.as('chief-editor')
    await clickButton('pin 2')
    expect(await part(his, 'meanwhile', 'pinned')).toContain('Interceptor')
  })

  test('show checks that were waived in the other', async () => {
    const { contents } = desk.room.app.context.store
    const [item] = await contents.items(1)
    await contents.putItem(1, { ...item!, link: 'http://192.168.0.7/' })
    const stream = await followThere()
    expect(await part(stream, 'sum', 'checks#blocks')).toContain('variant')
    const waived = { check: 'private-links', reason: 'our readers are there', revision: '1' }
    await desk.post('editions/daily/2026-11-10/checks', waived)
    expect(await part(stream, 'sum', /^(?!.*checks#blocks)/s)).toContain('variant')
  })

  test('keep a viewer who closes a window in one and has another open in the other', async () => {
    const { clock, app } = desk.room
    const thereAt = (seconds: number) =>
      app.context.store.presence.of(
        { digestId: 1, date: Temporal.PlainDate.from('2026-11-10') },
        clock.now().add({ seconds }),
      )
    const here = await followPage()
    await followThere()
    here.leave()
    await expect.poll(() => thereAt(4)).toEqual([])
    clock.set(clock.now().add({ seconds: 5 }).toString())
    await expect.poll(() => thereAt(30)).toHaveLength(1)
  })
})

test('stopping the process ends every stream and removes all viewers', async () => {
  const stream = await followPage()
  await stream.next()
  await desk.web.close()
  await stream.end()
  const { clock, app } = desk.room
  const there = { digestId: 1, date: Temporal.PlainDate.from('2026-11-10') }
  expect(await app.context.store.presence.of(there, clock.now().add({ seconds: 4 }))).toEqual([])
})

test('an edition that is being sent is followed until it is sent', async () => {
  for (const name of ['ada', 'bo']) await desk.room.reader(`${name}@example.org`)
  const { id } = await desk.room.sending()
  await desk.as('chief-editor')
  const page = 'editions/daily/2026-11-10/sending'
  const stream = await followPage(page)
  expect(await part(stream, 'now', 'of 2 accepted')).toContain('is being sent')
  const now = desk.room.clock.now().epochMilliseconds
  const settle = (subscriber: number) =>
    desk.database.execute(
      `update deliveries set status = 'sent', reply = '250 ok', finished_at = ${now} where edition_id = ${id} and subscriber_id = ${subscriber}`,
    )
  await settle(1)
  expect(await part(stream, 'now', 'accepted <b>1</b>')).toContain('of 2 accepted')
  await settle(2)
  await desk.room.wake('2026-11-10T07:00:00Z')
  expect(await part(stream, 'now', 'was sent')).toContain('accepted <b>2</b>')
  expect(await stream.next(({ event }) => event === 'over')).toMatchObject({ data: 'done' })
  await stream.end()
  expect(await desk.get(page)).not.toContain('hx-sse:connect')
})
