import { expect, test } from 'vitest'
import type { RawDocument } from '../../../src/sources/reading/document.ts'
import { readFeed } from '../../../src/sources/feeds/read-feed.ts'
import { english } from '../../../src/core/said/sentence.ts'

const item = (id: string, title: string): string =>
  `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><pubDate>Mon, 09 Nov 2026 06:00:00 GMT</pubDate><description>&lt;p&gt;Text.&lt;/p&gt;</description></item>`

function read(items: string[], known?: ReadonlySet<string>, changes: Partial<RawDocument> = {}) {
  const text = `<rss version="2.0"><channel><title>Wire</title>${items.join('')}</channel></rss>`
  const url = 'https://wire.example.org/feed'
  const raw = { contentType: '', url, where: url, timeZone: null, options: {}, mostItems: 10 }
  const reading = readFeed({ ...raw, bytes: Buffer.from(text), known, ...changes })
  if (!reading.ok) throw new Error(english(reading.reason))
  const fingerprints = new Set(reading.items.flatMap(({ fingerprint }) => fingerprint ?? []))
  return { ...reading, fingerprints, made: reading.items.map(({ id, position }) => [id, position]) }
}

const a = item('a', 'Hall 4')
const b = item('b', 'Hall 5')

test('known items are returned with only id and date', () => {
  const { fingerprints } = read([a, b])
  const again = read([a, b], fingerprints)
  const date = Temporal.Instant.from('2026-11-09T06:00:00Z')
  expect(again).toMatchObject({ items: [], same: [{ id: 'a', date }, { id: 'b', date }] }) // prettier-ignore
})

test('a changed item and a new one are parsed, and keep their positions among the known ones', () => {
  const { fingerprints } = read([a, b])
  const again = read([a, item('b', 'Hall 5, corrected'), item('c', 'Hall 6')], fingerprints)
  expect(again.made).toEqual([
    ['b', 1],
    ['c', 2],
  ])
  expect(again.same.map(({ id }) => id)).toEqual(['a'])
})

test('items with the same id are each recognised by what distinguishes them', () => {
  const { fingerprints } = read([a])
  const other = item('a', 'Another hall')
  const known = { id: 'a', headline: 'Hall 4', link: null, fingerprint: [...fingerprints][0] }
  expect(read([a, other], fingerprints)).toMatchObject({ made: [['a', 1]], same: [{ ...known, position: 0 }] }) // prettier-ignore
  expect(read([other, a], fingerprints)).toMatchObject({ made: [['a', 0]], same: [{ ...known, position: 1 }] }) // prettier-ignore
})

test('items are parsed again if their reading changes', () => {
  const { fingerprints } = read([a])
  const url = 'https://moved.example.org/feed'
  expect(read([a], fingerprints, { timeZone: 'Europe/Vienna' }).made).toHaveLength(1)
  expect(read([a], fingerprints, { options: { dayFirst: true } }).made).toHaveLength(1)
  expect(read([a], fingerprints, { url }).made).toHaveLength(1)
})
