import { commandActor } from '../../src/core/entities/actor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepOldWebVersions } from '../../src/services/editions/viewing/web-version/keep-old-web-versions.ts'
import { deleteOld } from '../../src/services/retention/retention.ts'
import { openTestWeb, type TestWeb } from './sent-edition.ts'

let it: TestWeb
beforeEach(async () => {
  it = await openTestWeb()
})
afterEach(() => it.close())

const page = '/news/editions/daily/2026-11-16'
const shown = (headers = {}) => it.web.inject({ url: page, headers })
const replaceLead = async (html: string) => {
  const pieces = await it.home.store.webPieces.of(1)
  const lead = pieces.find(({ key }) => key.includes(':lead:'))
  expect(await it.home.store.webPieces.replacePiece(1, lead?.key ?? '', html)).toBe(true)
}
/** Like a store from before web versions were stored. */
const withoutPieces = () => it.home.store.transaction((tx) => tx.webPieces.put(1, []))

test('an edition’s page outlives its blocks, and home lists it', async () => {
  const before = await shown()
  it.room.clock.set('2027-03-01T00:00Z')
  expect(await deleteOld(it.room.app.context, commandActor)).toMatchObject({ editions: 1 })
  expect(await it.home.store.contents.blocks(1, 1)).toEqual([])
  expect((await it.web.inject('/news/')).body).toContain(page)
  const after = await shown()
  expect(after.statusCode).toBe(200)
  expect(after.body).toBe(before.body)
})

test('a replaced piece is shown within two seconds, in every process, also after the blocks are deleted', async () => {
  const before = await shown()
  it.room.clock.set('2027-03-01T00:00Z')
  await deleteOld(it.room.app.context, commandActor)
  await shown()
  await replaceLead('<p>This story was withdrawn.</p>')
  it.room.clock.set('2027-03-01T00:00:02Z')
  const after = await shown()
  expect(after.body).toContain('<p>This story was withdrawn.</p>')
  expect(after.body.endsWith(before.body.slice(-200))).toBe(true)
  expect(after.headers['etag']).not.toBe(before.headers['etag'])
})

test('the store is queried once a second, however many view the page', async () => {
  await shown()
  const { store } = it.home
  let asked = 0
  const ask = store.webPieces.published
  store.webPieces.published = async (...place) => {
    asked += 1
    return ask(...place)
  }
  await Promise.all(Array.from({ length: 20 }, () => shown()))
  expect(asked).toBe(0)
  it.room.clock.set('2026-11-16T07:00:30Z')
  await Promise.all(Array.from({ length: 20 }, () => shown()))
  expect(asked).toBe(1)
})

test('a current entity tag gets 304, until the page changes', async () => {
  const { headers } = await shown()
  expect(headers['cache-control']).toBe('public, no-cache')
  const known = { 'if-none-match': `W/${String(headers['etag'])}` }
  const again = await shown(known)
  expect([again.statusCode, again.body]).toEqual([304, ''])
  await replaceLead('<p>Corrected.</p>')
  it.room.clock.set('2026-11-16T07:01:00Z')
  expect((await shown(known)).statusCode).toBe(200)
})

test('an edition that is no longer public has no page within two seconds', async () => {
  expect((await shown()).statusCode).toBe(200)
  await it.home.store.editions.reopen(1)
  await it.home.store.editions.abandon(1, 'sending', {
    reason: 'test',
    carried: false,
    at: it.room.clock.now(),
  })
  it.room.clock.set('2026-11-16T07:00:03Z')
  expect((await shown()).statusCode).toBe(404)
})

test('one approved before web versions were stored gets the same page, at the start of the service', async () => {
  const before = await shown()
  await withoutPieces()
  it.room.clock.set('2026-11-16T07:00:10Z')
  expect((await shown()).statusCode).toBe(404)
  expect((await it.web.inject('/news/')).body).not.toContain(page)
  await keepOldWebVersions(it.room.app.context)
  expect((await shown()).body).toBe(before.body)
})

test('so does one whose newsroom has moved since', async () => {
  await withoutPieces()
  const { context } = it.room.app
  const settings = { ...context.settings, publicUrl: 'https://wire.example.org/daily/' }
  await keepOldWebVersions({ ...context, settings })
  it.room.clock.set('2026-11-16T07:00:10Z')
  const { body } = await shown()
  expect(body).toMatch(/href="\/news\/stories\/[\w-]+"/)
  // The edition's metadata have its current address.
  expect(body.replace(/<meta property="og:.*/g, '')).not.toMatch(/127\.0\.0\.1|wire\.example\.org/)
})

test('and so does one whose blocks are about to be deleted', async () => {
  const before = await shown()
  await withoutPieces()
  it.room.clock.set('2027-03-01T00:00Z')
  await deleteOld(it.room.app.context, commandActor)
  expect(await it.home.store.contents.blocks(1, 1)).toEqual([])
  expect((await shown()).body).toBe(before.body)
})
