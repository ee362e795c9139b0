import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { addSource } from '../../../src/services/collecting/managing/add-source.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { addRule, listRules, removeRule, tryRules } from '../../../src/services/collecting/managing/rules.ts'
import { sourceHealth } from '../../../src/services/collecting/managing/source-health.ts'
import { serve } from '../../sources/setting.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

interface Told {
  id: string
  title: string
  category?: string
  author?: string
  date?: string
}

const feedOf = (items: Told[]): string =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title><link>https://wire.example.org/</link>${items
    .map(
      ({ id, title, category = 'News', author = '', date = 'Mon, 09 Nov 2026 06:00:00 GMT' }) =>
        `<item><dc:creator>${author}</dc:creator><guid isPermaLink="false">${id}</guid><title>${title}</title><category>${category}</category><link>https://wire.example.org/${title.replaceAll(' ', '-')}</link><pubDate>${date}</pubDate></item>`,
    )
    .join('')}</channel></rss>`

describe.each(dialects)('collecting on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let answer: (response: ServerResponse) => void
  let asked: number

  const feed = (items: Told[], headers: Record<string, string> = {}) => {
    answer = (response) =>
      response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers }).end(feedOf(items))
  }
  const health = async () =>
    (await sourceHealth(room.app.context)).find(({ source }) => source.name === 'Wire')
  const ailments = async () => (await health())?.findings.map(({ ailment }) => ailment)
  const collectWire = async () =>
    (await collect(room.app.context, { which: ({ name }) => name === 'Wire' }))[0]

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    asked = 0
    const location = await serve((_, response) => {
      asked++
      answer(response)
    })
    const traits = {
      kind: 'feed',
      language: 'en',
      section: 'news',
      weight: 1,
      pictures: 'none',
      timeZone: null,
    } as const
    await addSource(
      room.app.context,
      { name: 'Wire', location, kept: location, ...traits },
      true,
      commandActor,
    )
  })
  afterEach(() => room.close())

  test('each reading is recorded, and health is derived from the readings', async () => {
    expect(await ailments()).toEqual(['never-read'])
    feed([{ id: 'a', title: 'Seals counted' }])
    expect(await collectWire()).toMatchObject({ outcome: 'read', fresh: 1 })
    expect(await ailments()).toEqual([])
    answer = (response) => response.writeHead(200).end('<!doctype html><html><body>Welcome</body></html>')
    expect(await collectWire()).toMatchObject({ outcome: 'failed' })
    expect(await health()).toMatchObject({ findings: [{ ailment: 'html' }], source: { failures: 1 } })
    answer = (response) => response.writeHead(410).end()
    await collectWire()
    expect(await ailments()).toEqual(['retired'])
    const kept = await room.app.context.store.fetchLog.since(Temporal.Instant.from('2026-11-01T00:00Z'))
    expect(kept.map(({ outcome, problem }) => [outcome, problem])).toEqual([
      ['read', null],
      ['failed', 'html'],
      ['failed', 'gone'],
    ])
  })

  test('a known unchanged item is counted and not parsed again; a corrected one is', async () => {
    const { stories } = room.app.context.store
    const sourceId = (await health())?.source.id ?? 0
    feed([
      { id: 'a', title: 'Seals counted' },
      { id: 'b', title: 'Hall opened' },
    ])
    expect(await collectWire()).toMatchObject({ found: 2, fresh: 2 })
    const first = await stories.fingerprints(sourceId)
    expect(first.size).toBe(2)
    expect(await collectWire()).toMatchObject({ found: 2, fresh: 0, changed: 0 })
    const newest = Temporal.Instant.from('2026-11-09T06:00Z')
    expect((await health())?.source).toMatchObject({ itemCount: 2, newestItemAt: newest })
    feed([
      { id: 'a', title: 'Seals counted' },
      { id: 'b', title: 'Hall opened', category: 'Sites' },
    ])
    expect(await collectWire()).toMatchObject({ found: 2, fresh: 0, changed: 1 })
    const second = await stories.fingerprints(sourceId)
    expect([second.size, second.intersection(first).size]).toEqual([2, 1])
    feed([
      { id: 'a', title: 'Seals counted' },
      { id: 'b', title: 'Hall opened, corrected' },
    ])
    expect(await collectWire()).toMatchObject({ found: 2, fresh: 0, changed: 1 })
    expect((await stories.fingerprints(sourceId)).intersection(second).size).toBe(1)
  })

  test('items with new ids are not added twice', async () => {
    feed([{ id: 'a', title: 'Seals counted' }])
    await collectWire()
    for (const id of ['b', 'c']) {
      feed([{ id, title: 'Seals counted' }])
      expect(await collectWire()).toMatchObject({ fresh: 0 })
    }
    expect(await ailments()).toEqual(['churning'])
    feed([{ id: 'd', title: 'Seals counted again' }])
    expect(await collectWire()).toMatchObject({ fresh: 1 })
  })

  test('a moved source is stored under its new address, and is healthy once it was read there', async () => {
    const wire = async () => (await health())?.source
    const there = await serve((_, response) => answer(response))
    answer = (response) => {
      feed([{ id: 'a', title: 'Seals counted' }])
      response.writeHead(308, { location: `${there}/new.xml` }).end()
    }
    await collectWire()
    expect(await wire()).toMatchObject({ status: 'moved', location: `${there}/new.xml` })
    expect(await collectWire()).toMatchObject({ outcome: 'read', fresh: 0 })
    expect(await wire()).toMatchObject({ status: 'active', location: `${there}/new.xml` })
    expect(await ailments()).toEqual(['moved'])
    answer = (response) => response.writeHead(410).end()
    await collectWire()
    expect(await wire()).toMatchObject({ status: 'retired' })
  })

  test('one item with two ids in a reading is one story, and stays unchanged', async () => {
    const both = ['a', 'b'].map((id) => ({ id, title: 'Seals counted' }))
    feed(both)
    expect(await collectWire()).toMatchObject({ fresh: 1 })
    feed(both.toReversed())
    expect(await collectWire()).toMatchObject({ fresh: 0, changed: 0 })
    feed([{ id: 'c', title: 'Seals counted' }, ...both])
    expect(await collectWire()).toMatchObject({ fresh: 0, changed: 0 })
  })

  test('any change to a story by its source is stored and reported', async () => {
    const item = { id: 'a', title: 'Seals counted', author: 'A. Writer' }
    const later = { ...item, date: 'Mon, 09 Nov 2026 07:00:00 GMT' }
    feed([item])
    await collectWire()
    for (const next of [later, { ...later, author: 'B. Writer' }, { ...later, category: 'Sport' }]) {
      feed([next])
      expect(await collectWire()).toMatchObject({ fresh: 0, changed: 1 })
      expect(await collectWire()).toMatchObject({ fresh: 0, changed: 0 })
    }
    const { stories } = room.app.context.store
    const at = (time: string) => Temporal.Instant.from(time)
    expect(await stories.inWindow(at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toMatchObject([
      { publishedAt: at('2026-11-09T07:00Z'), byline: 'A. Writer', categories: ['Sport'] },
    ])
  })

  test('a source that reports no change is not read again until it expires, except for the last reading before a cutoff', async () => {
    feed([{ id: 'a', title: 'Seals counted' }], { 'cache-control': 'max-age=3000' })
    const at = async (time: string) => {
      await room.wake(time)
      return asked
    }
    expect(await at('2026-11-09T08:00Z')).toBe(1)
    expect(await at('2026-11-09T08:20Z')).toBe(1)
    expect(await at('2026-11-09T08:51Z')).toBe(2)
    const { cutoff } = room.digest.schedule
    const [hour, minute] = cutoff.split(':').map(Number)
    const before = Temporal.PlainDateTime.from({
      year: 2026,
      month: 11,
      day: 10,
      hour: hour ?? 0,
      minute: minute ?? 0,
    })
      .toZonedDateTime(room.digest.schedule.timeZone)
      .toInstant()
    await at(before.subtract({ minutes: 20 }).toString())
    const known = asked
    expect(await at(before.subtract({ minutes: 1 }).toString())).toBe(known + 1)
  })

  test('rules are stored, tried and removed; stories that they leave out keep the reason', async () => {
    const { context } = room.app
    feed([
      { id: 'a', title: 'Missile seen off Cape Tarn' },
      { id: 'b', title: 'Missile named horse wins race', category: 'Sport' },
    ])
    await collectWire()
    room.clock.set('2026-11-09T07:01Z')
    const rule = { action: 'leave-out', where: 'category', any: ['Sport'] } as const
    const added = { ...rule, any: [...rule.any] }
    const tried = await tryRules(context, 7, { source: 'Wire', rule: added })
    expect(inWords(tried.leftOut.map(({ story, reason }) => [story.guid, reason]))).toEqual([
      ['b', 'left out by a rule of Wire: category “Sport”'],
    ])
    expect((await tryRules(context, 7, null)).leftOut).toEqual([])
    await addRule(context, 'Wire', added, commandActor)
    await addRule(context, null, { action: 'leave-out', where: 'words', any: ['Cape Tarn'] }, commandActor)
    expect((await tryRules(context, 7, null)).leftOut.map(({ story }) => story.guid)).toEqual(['a', 'b'])
    expect(await removeRule(context, null, 1, commandActor)).toEqual([])
    expect(await listRules(context, 'Wire')).toEqual([added])
    await expect(removeRule(context, null, 1, commandActor)).rejects.toThrow('there is no rule 1')
  })
})
