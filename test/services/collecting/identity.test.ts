import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { addSource } from '../../../src/services/collecting/managing/add-source.ts'
import { checkSource } from '../../../src/services/collecting/managing/check-sources.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { sourceHealth } from '../../../src/services/collecting/managing/source-health.ts'
import { serve } from '../../sources/setting.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

interface Told {
  id?: string
  link?: string
  title: string
  date?: string | null
  text?: string
}

const feedOf = (items: Told[]): string =>
  `<rss version="2.0"><channel><title>Wire</title><link>https://wire.example.org/</link>${items
    .map(({ id, link, title, date = 'Mon, 09 Nov 2026 06:00:00 GMT', text = 'Text.' }) =>
      [
        '<item>',
        id === undefined ? '' : `<guid isPermaLink="false">${id}</guid>`,
        link === undefined ? '' : `<link>https://wire.example.org${link}</link>`,
        `<title>${title}</title><description>${text}</description>`,
        date === null ? '' : `<pubDate>${date}</pubDate>`,
        '</item>',
      ].join(''),
    )
    .join('')}</channel></rss>`

describe.each(dialects)('how items are matched to stories, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let location: string
  let document: string

  const traits = { kind: 'feed', language: 'en', section: 'news', weight: 1, pictures: 'none', timeZone: null } as const // prettier-ignore
  /** Reads a feed of these items; returns how many stories were new, and changed. */
  const read = async (...items: Told[]) => {
    document = feedOf(items)
    const [collected] = await collect(room.app.context, { which: ({ name }) => name === 'Wire' })
    if (collected?.outcome !== 'read') throw new Error(JSON.stringify(collected))
    return [collected.fresh, collected.changed]
  }
  const all = ['2026-01-01T00:00Z', '2027-01-01T00:00Z'].map((text) => Temporal.Instant.from(text)) as [
    Temporal.Instant,
    Temporal.Instant,
  ]
  const headlines = async () =>
    (await home.store.stories.inWindow(...all)).map(({ headline }) => headline).sort()

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    location = await serve((_, response) => void response.end(document))
    await addSource(
      room.app.context,
      { name: 'Wire', location, kept: location, ...traits },
      true,
      commandActor,
    )
  })
  afterEach(() => room.close())

  const one = { id: 'N/A', link: '/1', title: 'Seals counted' }
  const two = { id: 'N/A', link: '/2', title: 'Hall opened' }
  const three = { id: 'N/A', link: '/3', title: 'Talks resume' }

  test('items with one id and different links are separate stories, and stay so', async () => {
    expect(await read(one, two, three)).toEqual([3, 0])
    expect(await read(one, two, three)).toEqual([0, 0])
    expect(await read(three, one)).toEqual([0, 0])
    expect(await read({ ...two, title: 'Hall opened, corrected' }, one)).toEqual([0, 1])
    expect(await headlines()).toEqual(['Hall opened, corrected', 'Seals counted', 'Talks resume'])
  })

  test('one of them is matched to its story, and another one is new', async () => {
    await read(one, two)
    expect(await read(two)).toEqual([0, 0])
    expect(await read(three)).toEqual([1, 0])
    expect(await read({ ...three, title: 'Talks resume at last' })).toEqual([0, 1])
    expect(await headlines()).toEqual(['Hall opened', 'Seals counted', 'Talks resume at last'])
  })

  test('a story that was alone at first is matched among others', async () => {
    expect(await read(one)).toEqual([1, 0])
    expect(await read(two, one)).toEqual([1, 0])
    expect(await read({ ...one, title: 'Seals counted again' }, two, three)).toEqual([1, 1])
    expect(await headlines()).toEqual(['Hall opened', 'Seals counted again', 'Talks resume'])
  })

  test('the id of a single item identifies its story whatever else changes', async () => {
    expect(await read({ ...one, id: 'a' })).toEqual([1, 0])
    expect(await read({ id: 'a', link: '/new', title: 'All seals counted' })).toEqual([0, 1])
  })

  const onThe = (day: number, id: string, link: string, title: string): Told =>
    ({ id, link, title, date: `${Temporal.PlainDate.from({ year: 2026, month: 11, day }).toLocaleString('en', { weekday: 'short' })}, 0${day} Nov 2026 06:00:00 GMT` }) // prettier-ignore

  test('ids that number the positions of a list do not hide new items', async () => {
    const first = [onThe(8, '1', '/1', 'Seals counted'), onThe(7, '2', '/2', 'Hall opened')]
    expect(await read(...first)).toEqual([2, 0])
    const next = [onThe(9, '1', '/3', 'Talks resume'), onThe(8, '2', '/1', 'Seals counted')]
    expect(await read(...next)).toEqual([1, 0])
    expect(await read(...next)).toEqual([0, 0])
    expect(await headlines()).toEqual(['Hall opened', 'Seals counted', 'Talks resume'])
  })

  test('also of one date, if the story of the id is listed under another', async () => {
    await read({ ...one, id: '1' }, { ...two, id: '2' })
    expect(await read({ ...three, id: '1' }, { ...one, id: '2' })).toEqual([1, 0])
    expect(await headlines()).toEqual(['Hall opened', 'Seals counted', 'Talks resume'])
  })

  test('swapped ids do not swap stories', async () => {
    const ways = [
      [{ ...one, id: 'a' }, { ...two, id: 'b' }],
      [{ ...one, id: 'b' }, { ...two, id: 'a' }],
    ] // prettier-ignore
    expect(await read(...(ways[0] ?? []))).toEqual([2, 0])
    for (const way of [1, 0, 1, 1]) expect(await read(...(ways[way] ?? []))).toEqual([0, 0])
    expect(await headlines()).toEqual(['Hall opened', 'Seals counted'])
  })

  test('the id of a feed with one item, the newest', async () => {
    expect(await read(onThe(8, 'latest', '/1', 'Seals counted'))).toEqual([1, 0])
    expect(await read(onThe(9, 'latest', '/2', 'Hall opened'))).toEqual([1, 0])
    expect(await read(onThe(9, 'latest', '/2', 'Hall opened, at last'))).toEqual([0, 1])
    expect(await headlines()).toEqual(['Hall opened, at last', 'Seals counted'])
  })

  test.each([
    ['no id', {}],
    ['the site’s address as their id', { id: 'https://wire.example.org/' }],
  ])('items with one link and %s are distinguished by their headlines', async (_, id) => {
    const items = ['Seals counted', 'Hall opened', 'Talks resume'].map((title) => ({ ...id, link: '/', title })) // prettier-ignore
    expect(await read(...items)).toEqual([3, 0])
    expect(await read({ ...id, link: '/', title: 'Ferry sails' }, ...items.slice(0, 2))).toEqual([1, 0])
    expect(await read({ ...id, link: '/', title: 'Ferry returns' })).toEqual([1, 0])
    expect(await headlines()).toHaveLength(5)
  })

  test('items with one id, and neither link', async () => {
    expect(await read({ id: 'x', title: 'Seals counted' }, { id: 'x', title: 'Hall opened' })).toEqual([2, 0])
    expect(await read({ id: 'x', title: 'Hall opened' }, { id: 'x', title: 'Seals counted' })).toEqual([0, 0])
  })

  test('links that differ only in tracking parameters are the same', async () => {
    const link = (of: string) => `/1?utm_source=${of}`
    expect(await read({ ...one, link: link('rss') }, { ...one, link: link('mail') })).toEqual([1, 0])
    expect(await read({ ...one, link: link('other') }, two)).toEqual([1, 0])
    expect(await headlines()).toEqual(['Hall opened', 'Seals counted'])
  })

  test('a link that changes with each reading does not make a new story of the same headline and date', async () => {
    const dated = (link: string, title: string, hour: number) => ({ id: 'N/A', link, title, date: `Mon, 09 Nov 2026 0${hour}:00:00 GMT` }) // prettier-ignore
    expect(await read(dated('/?s=1', 'Seals counted', 5), dated('/?s=2', 'Hall opened', 6))).toEqual([2, 0])
    expect(await read(dated('/?s=3', 'Seals counted', 5), dated('/?s=4', 'Hall opened', 6))).toEqual([0, 2])
  })

  test('duplicates are merged, counted with the reading and reported', async () => {
    const again = { ...one, text: 'Other text.' }
    document = feedOf([one, two, again, again])
    const context = room.app.context
    const [collected] = await collect(context, { which: ({ name }) => name === 'Wire' })
    expect(collected).toMatchObject({ fresh: 2, found: 4 })
    const doubled = '2 items that are listed more than once were left out'
    const shared = '2 items share an id or link; they are distinguished by link, or else by headline'
    expect(inWords(collected?.notes)).toEqual(expect.arrayContaining([doubled, shared]))
    expect(inWords((await checkSource(context.sources, location)).notes)).toEqual(expect.arrayContaining([doubled, shared])) // prettier-ignore
    expect(await read(one, two, again, again)).toEqual([0, 0])
    expect(await read(again, two, one)).toEqual([0, 1])
    const readings = await home.store.fetchLog.since(all[0])
    expect(readings.map(({ doubles, sharing }) => [doubles, sharing])).toEqual([[2, 2], [2, 2], [1, 2]]) // prettier-ignore
    const wire = (await sourceHealth(context)).find(({ source }) => source.name === 'Wire')
    expect(wire?.findings.map(({ ailment, sick }) => [ailment, sick])).toEqual([['shared-ids', false], ['doubles', false]]) // prettier-ignore
  })

  const carriedAs = async () =>
    Object.fromEntries((await home.store.stories.inWindow(...all)).map(({ headline, dateFrom }) => [headline, dateFrom])) // prettier-ignore

  test('an undated item among old ones existed before its source was first read', async () => {
    const old = (title: string) => ({ id: title, title, date: 'Mon, 02 Nov 2026 06:00:00 GMT' })
    const undated = (title: string) => ({ id: title, title, date: null })
    await read(undated('A'), old('B'), undated('C'), { ...old('D'), date: 'Mon, 09 Nov 2026 06:30:00 GMT' }, undated('E')) // prettier-ignore
    expect(await carriedAs()).toEqual({ A: 'backlog', B: 'published', C: 'first-seen', D: 'published', E: 'first-seen' }) // prettier-ignore
    expect(await read({ ...undated('A'), text: 'Changed.' }, undated('F'), old('B'))).toEqual([1, 1])
    expect(await carriedAs()).toMatchObject({ A: 'backlog', F: 'first-seen' })
    expect(await read({ ...old('A') })).toEqual([0, 1])
    expect(await carriedAs()).toMatchObject({ A: 'published' })
  })

  test('for a source without dates the first ten items may be news', async () => {
    const items = Array.from({ length: 14 }, (_, at) => ({ id: `${at}`, title: `Story ${at}`, date: at === 3 ? 'soon' : null })) // prettier-ignore
    document = feedOf(items)
    const [collected] = await collect(room.app.context, { which: ({ name }) => name === 'Wire' })
    expect(inWords(collected?.notes)).toContain(
      '4 items without a usable date were there when the source was first read, and do not count as today’s news',
    )
    const backlog = Object.entries(await carriedAs()).filter(([, from]) => from === 'backlog')
    expect(backlog.map(([title]) => title).sort()).toEqual(['Story 10', 'Story 11', 'Story 12', 'Story 13'])
  })

  test('a future date does not hide that a source is stale', async () => {
    const old = { id: 'a', title: 'Seals counted', date: 'Mon, 07 Sep 2026 06:00:00 GMT' }
    await read({ id: 'b', title: 'Meeting of next year', date: 'Wed, 16 Jun 2027 06:00:00 GMT' }, old)
    const wire = (await sourceHealth(room.app.context)).find(({ source }) => source.name === 'Wire')
    expect(wire?.source.newestItemAt).toEqual(Temporal.Instant.from('2026-09-07T06:00Z'))
    expect(wire?.findings.map(({ ailment }) => ailment)).toEqual(['stale', 'future-dates'])
    expect(await carriedAs()).toEqual({ 'Meeting of next year': 'backlog', 'Seals counted': 'published' })
  })
})
