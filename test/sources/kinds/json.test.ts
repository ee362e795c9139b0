import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SourceOptions } from '../../../src/core/entities/sources/source.ts'
import { folderOf, open } from '../setting.ts'
import { english } from '../../../src/core/said/sentence.ts'

type Fields = NonNullable<SourceOptions['fields']>

async function read(
  value: unknown,
  fields: Fields,
  more: SourceOptions = {},
  timeZone: string | null = 'UTC',
) {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const location = join(await folderOf({ 'api.json': text }), 'api.json')
  return open().read({
    kind: 'json',
    location,
    timeZone,
    options: { ...more, fields },
    etag: null,
    lastModified: null,
  })
}

const itemOf = async (value: unknown, fields: Fields, more?: SourceOptions, timeZone?: string | null) => {
  const reading = await read(value, fields, more, timeZone)
  if (!('items' in reading)) throw new Error(JSON.stringify(reading))
  return reading.items[0]
}

test('OData with an address built from a name', async () => {
  const value = {
    '@odata.context': 'x',
    value: [
      {
        Title: 'Outbreak of grey fever',
        UrlName: '2026-GF501',
        PublicationDateAndTime: '2026-11-20T14:30:00Z',
        Overview: '<p>Nine cases &amp; one <b onclick="x()">death</b>.</p>',
      },
    ],
  }
  const link = 'https://health.example.org/item/{UrlName}'
  const fields = {
    items: 'value',
    link,
    id: 'UrlName',
    headline: 'Title',
    date: 'PublicationDateAndTime',
    body: 'Overview',
  }
  expect(await itemOf(value, fields)).toMatchObject({
    id: '2026-GF501',
    link: 'https://health.example.org/item/2026-GF501',
    headline: 'Outbreak of grey fever',
    summary: 'Nine cases & one death.',
    html: '<p>Nine cases &amp; one <b>death</b>.</p>',
    date: Temporal.Instant.from('2026-11-20T14:30:00Z'),
    dateFrom: 'published',
  })
})

test('paths select by name, by number and through every entry of a list', async () => {
  const value = {
    sections: [
      {
        articles: [
          {
            t: [{ x: 'First' }],
            by: ['A', 'B'],
            tags: [{ n: 'one' }, { n: 'two' }],
            pics: ['https://a.example/p.jpg'],
          },
        ],
      },
      { articles: [{ t: [{ x: 'Second' }] }] },
    ],
  }
  const fields = {
    items: 'sections.*.articles',
    headline: 't.0.x',
    byline: 'by',
    category: 'tags.*.n',
    image: 'pics.0',
  }
  const reading = await read(value, fields)
  expect(reading).toMatchObject({
    kind: 'json-path',
    items: [
      {
        headline: 'First',
        byline: 'A, B',
        categories: ['one', 'two'],
        image: { url: 'https://a.example/p.jpg' },
      },
      { headline: 'Second', byline: null, categories: [], image: null },
    ],
  })
})

test('a list may be the whole document', async () => {
  expect(await itemOf([{ h: 'Alone', n: 7 }], { headline: 'h', id: 'n' })).toMatchObject({
    headline: 'Alone',
    id: '7',
  })
})

test('values in an address cannot lead elsewhere', async () => {
  const item = await itemOf([{ h: 'A', u: '../../x?y#z@evil.example' }], {
    headline: 'h',
    link: 'https://a.example/item/{u}',
  })
  expect(item?.link).toBe('https://a.example/item/..%2F..%2Fx%3Fy%23z%40evil.example')
  expect((await itemOf([{ h: 'A' }], { headline: 'h', link: 'https://a.example/item/{u}' }))?.link).toBeNull()
})

test.each([
  [1_795_176_000, '2026-11-20T12:00:00Z'],
  [1_795_176_000_500, '2026-11-20T12:00:00.5Z'],
  [20261120, '2026-11-20T00:00:00Z'],
  ['20 November 2026, 13:00', '2026-11-20T13:00:00Z'],
  [7, null],
  ['next week', null],
])('the date %j is %s', async (d, expected) => {
  const item = await itemOf([{ h: 'A', d }], { headline: 'h', date: 'd' })
  expect(item?.date?.toString() ?? null).toBe(expected)
})

test('dates are read in the format and zone of the source', async () => {
  const fields = { headline: 'h', date: 'd' }
  const at = async (d: string, more: SourceOptions) =>
    (await itemOf([{ h: 'A', d }], fields, more, 'Europe/Vienna'))?.date?.toString()
  expect(await at('26-11-20 14:00', { dateFormat: 'yy-MM-dd HH:mm' })).toBe('2026-11-20T13:00:00Z')
  expect(await at('03/04/2026', { dayFirst: true })).toBe('2026-04-02T22:00:00Z')
  expect(await at('03/04/2026', { dayFirst: false })).toBe('2026-03-03T23:00:00Z')
  expect(await at('03/04/2026', {})).toBeUndefined()
})

test('reports what is missing or wrong', async () => {
  const reason = async (value: unknown, fields: Fields, more?: SourceOptions) => {
    const reading = await read(value, fields, more)
    return reading.ok ? 'was read' : english(reading.reason)
  }
  expect(await reason([], {})).toContain('fields.headline')
  expect(await reason({ data: {} }, { headline: 'h', items: 'data.list' })).toContain(
    'has no list at “data.list”',
  )
  expect(await reason('{ "a": ', { headline: 'h' })).toContain('is not valid JSON')
  expect(await reason('['.repeat(500_000), { headline: 'h' })).toMatch(/is not valid JSON|cannot be read/)
  expect(await reason([], { headline: 'h' }, { dateFormat: 'MMM d' })).toContain(
    'the dateFormat “MMM d” cannot be used',
  )
})
