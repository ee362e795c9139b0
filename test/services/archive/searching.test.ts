import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { readQuery } from '../../../src/core/text/text-query.ts'
import { archiveLabels, countryStories, listStories } from '../../../src/services/archive/list-archive.ts'
import { searchArchive } from '../../../src/services/archive/search-archive.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { withdrawStory } from '../../../src/services/editions/stopping/withdraw-story.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const headlines = [
  'CVE-2026-1234 Found in Reactor Control Software',
  'Übung am Brückenkopf Alarms Neighbours',
  '東京 Hosts Talks on 核兵器',
  'O’Brien Calls Missile "Harmless"',
  'Inspectors Count Missile Silos',
  'Inspector of Silos Resigns',
]

describe.each(dialects)('searching the archive on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeAll(async () => {
    home = await open()
    room = await testNewsroom(home)
    room.clock.set('2026-11-16T05:00Z')
    await room.reader('maria@example.org')
    for (const [at, headline] of headlines.entries())
      await room.story(`s${at}`, `'${headline}'`, at % 2 === 0 ? 'nuclear' : 'missiles')
    room.clock.set('2026-11-16T07:00Z')
    await run(room.app.context, room.digest, commandActor)
  })
  afterAll(async () => room.close())

  const found = async (typed: string, more: { labels?: string[]; from?: string; until?: string } = {}) => {
    const read = readQuery(typed)
    if (!read.ok) throw new Error(read.fault)
    const day = (text: string | undefined) => (text === undefined ? null : Temporal.PlainDate.from(text))
    const { entries } = await searchArchive(room.app.context, {
      text: read.query,
      labels: more.labels ?? [],
      from: day(more.from),
      until: day(more.until),
      timeZone: 'UTC',
      before: null,
    })
    return entries.map(({ story }) =>
      headlines.findIndex((one) => story.headline.startsWith(one.slice(0, 12))),
    )
  }

  test.each([
    ['missile', [3, 4]],
    ['MISSILE silos', [4]],
    ['"missile silos"', [4]],
    ['"silos missile"', []],
    ['inspect*', [4, 5]],
    ['inspect', []],
    ['silos -missile', [5]],
    ['silos -"missile silos"', [5]],
    ['ubung', [1]],
    ['ÜBUNG bruckenkopf', [1]],
    ['核兵器', [2]],
    ['東', [2]],
    ['cve-2026-1234', [0]],
    ['CVE-2026-1234 reactor', [0]],
    ['CVE-2026-123', []],
    ['"cve 2026"', [0]],
    ['o’brien', [3]],
    ["O'Brien", [3]],
    ['body', [0, 1, 2, 3, 4, 5]],
  ])('%s', async (typed, expected) => {
    expect(new Set(await found(typed))).toEqual(new Set(expected))
  })

  test.each([
    `' ; drop table archive_words --`,
    '" OR * : {} NEAR( ) ^ ~',
    'words:missile AND OR NOT',
    `a'b:*|c&!d <-> (e`,
    '\\ \u0000 \uD800 %_ 💥',
    '"""',
    '-',
    '*',
    'topic:nuclear',
  ])('treats %j as words, with or without results', async (typed) => {
    expect(Array.isArray(await found(typed))).toBe(true)
  })

  test('filters by topic, source and date', async () => {
    expect(new Set(await found('', { labels: ['topic:missiles'] }))).toEqual(new Set([1, 3, 4, 5]))
    expect(await found('missile', { labels: ['topic:nuclear'] })).toEqual([4])
    expect(await found('missile', { labels: ['topic:none'] })).toEqual([])
    expect(new Set(await found('missile', { from: '2026-11-16', until: '2026-11-16' }))).toEqual(
      new Set([3, 4]),
    )
    expect(await found('missile', { from: '2026-11-17' })).toEqual([])
    expect(await found('missile', { until: '2026-11-15' })).toEqual([])
  })

  test.each([`source:${'a'.repeat(5_000)}`, `topic:${'é'.repeat(5_000)}`, 'country:\u0000\uD800'])(
    'finds nothing for an invented label',
    async (label) => {
      expect(await found('', { labels: [label] })).toEqual([])
    },
  )

  test('an identifier of characters that fold into several is searched like any other', async () => {
    expect(await found(`${'ﷺ'.repeat(20)}-1-${'ﷺ'.repeat(20)}-${'ﷺ'.repeat(20)}`)).toEqual([])
  })

  test('continues from a cursor, and finds each story once', async () => {
    const seen: number[] = []
    for (let before: number | null = null, more = true; more;) {
      const page = await listStories(room.app.context, { label: null, before, count: 4 })
      seen.push(...page.entries.map(({ story }) => story.storyId))
      before = page.before
      more = before !== null
    }
    expect(new Set(seen).size).toBe(headlines.length)
    expect(seen).toHaveLength(headlines.length)
  })

  test('does not find withdrawn stories or stories under embargo', async () => {
    const idOf = async (words: string) => (await home.store.stories.byHeadline(words, 1))[0]?.id ?? 0
    await withdrawStory(
      room.app.context,
      { storyId: await idOf('Count Missile'), reason: 'wrong' },
      commandActor,
    )
    expect(await found('missile')).toEqual([3])
    await home.execute(
      `update stories set embargo_until = ${Date.parse('2026-12-01')} where id = ${await idOf('Harmless')}`,
    )
    expect(await found('missile')).toEqual([])
  })

  test('lists labels of stories only while one of them is public', async () => {
    const isListed = async () =>
      (await archiveLabels(room.app.context, 'topic')).some(({ label }) => label === 'topic:missiles')
    const end = Date.parse('2026-12-01')
    await home.execute(`update stories set embargo_until = null`)
    expect(await isListed()).toBe(true)
    for (const [at, headline] of ['Brückenkopf', 'Harmless', 'Silos Resigns'].entries()) {
      const [story] = await home.store.stories.byHeadline(headline, 1)
      await home.execute(`update stories set embargo_until = ${end} where id = ${story?.id ?? 0}`)
      expect(await isListed(), headline).toBe(at < 2)
    }
  })

  test('indexes a story with more distinct words than the index can hold, by its beginning', async () => {
    const { entries } = await listStories(room.app.context, { label: null, before: null })
    const entry = entries.find(({ withdrawnAt }) => withdrawnAt === null)
    if (!entry) throw new Error('there is no story')
    const long = (at: number) => `${at}${'𒀀'.repeat(60)}`
    const words = ['beginning', ...Array.from({ length: 8_000 }, (_, at) => long(at))]
    const edition = await home.store.editions.newestScheduled(room.digest.id)
    if (!edition) throw new Error('there is no edition')
    const contents = await home.store.archive.contents(edition.id)
    if (!contents) throw new Error('nothing was archived')
    await home.store.transaction((tx) =>
      tx.archive.put(
        edition,
        contents,
        [{ story: entry.story, labels: [{ label: 'country:xa', name: 'Northland' }], words }],
        edition.dueAt,
      ),
    )
    expect(await found('beginning')).toHaveLength(1)
  })

  test('a country is found only by its exact code: variants with other characters would create unlimited pages', async () => {
    const { context } = room.app
    for (const code of ['xa', 'XA'])
      expect(await countryStories(context, code, null)).toMatchObject({ name: 'Northland' })
    for (const code of [' xa', 'xa!', '--xa--', 'xa\u0301'])
      expect(await countryStories(context, code, null), code).toBeNull()
  })
})
