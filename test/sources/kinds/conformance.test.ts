import { existsSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SourceItem } from '../../../src/core/entities/story.ts'
import { cleanHtml } from '../../../src/sources/text/clean-html.ts'
import type { FetchResult, SourceAddress } from '../../../src/sources/fetch-result.ts'
import { kinds } from '../../../src/sources/kinds/registry.ts'
import type { Sources } from '../../../src/sources/sources.ts'
import { fileFor, local, optionsOf, placed, situations, type Situation } from './kind-fixtures.ts'
import { open, serve } from '../setting.ts'
import { english } from '../../../src/core/said/sentence.ts'

/** Kinds that are intended to read pages. */
const ofPages = new Set(['page', 'listing'])

function addressOf(kind: string, location: string): SourceAddress {
  return { kind, location, timeZone: 'UTC', options: optionsOf(kind), etag: null, lastModified: null }
}

async function readWhole(
  kind: string,
  situation: Situation,
  sources: Sources = open(),
): Promise<FetchResult> {
  const file = fileFor(kind, situation)
  const location = await placed(kind, readFileSync(file), extname(file))
  return sources.read(addressOf(kind, location))
}

/** An item's id, without the server of this test if that is part of it. */
const idOf = ({ id }: SourceItem): string => id.replace(/^http:\/\/127\.0\.0\.1:\d+/, '')

const itemsOf = (reading: FetchResult): SourceItem[] =>
  reading.ok && !reading.unchanged ? reading.items : []

/** Properties of every item, whatever its source. */
function expectSafe(kind: string, reading: FetchResult): void {
  if (!reading.ok) expect(english(reading.reason)).toMatch(/\w{2,}.* \w{2,}/)
  const items = itemsOf(reading)
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  for (const item of items) {
    expect(item.id).not.toBe('')
    expect(item.headline).not.toBe('')
    if (item.link !== null) expect(item.link).toMatch(/^https?:\/\/[^\s<>"]+$/)
    if (item.image !== null)
      expect(item.image.url).toMatch(local.has(kind) ? /^(?:https?|file):/ : /^https?:/)
    const lines = [item.id, item.headline, item.summary, item.byline ?? '', ...item.categories]
    for (const text of lines) expect(text).not.toMatch(/\p{Cc}|\p{Co}/u)
    // Plain text may mention markup; actual markup is removed.
    for (const text of [item.headline, item.summary])
      expect(text).not.toMatch(/steal|<(?:script|img|svg|b)\b/i)
    expect(item.html ?? '').not.toMatch(
      /steal|<(?!\/?(?:p|br|a|em|strong|b|i|ul|ol|li|blockquote|h[2-4])\b)/i,
    )
    expect(cleanHtml(item.html ?? '', null).html).toBe(item.html)
  }
}

describe.each([...kinds.keys()])('a source of kind %s', (kind) => {
  test('has its fixtures', () => {
    for (const situation of situations) expect(existsSync(fileFor(kind, situation))).toBe(true)
  })

  test('gives the same items in a second reading', async () => {
    const file = fileFor(kind, 'normal')
    const address = addressOf(kind, await placed(kind, readFileSync(file), extname(file)))
    const [first, second] = [await open().read(address), await open().read(address)]
    expectSafe(kind, first)
    expect(itemsOf(first).length).toBeGreaterThan(0)
    expect(itemsOf(first).some(({ date, link }) => date !== null && link !== null)).toBe(true)
    expect(itemsOf(second).map(idOf)).toEqual(itemsOf(first).map(idOf))
  })

  test('finds nothing in an empty document, and gives the reason if a broken one cannot be read', async () => {
    const empty = await readWhole(kind, 'empty')
    expectSafe(kind, empty)
    expect(itemsOf(empty)).toEqual([])
    expectSafe(kind, await readWhole(kind, 'broken'))
  })

  test('lets no hostile content through', async () => {
    expectSafe(kind, await readWhole(kind, 'hostile'))
  })

  test('handles every truncation of its document', async () => {
    const file = fileFor(kind, 'normal')
    const document = readFileSync(file)
    const sources = open()
    for (let part = 0; part < 30; part++) {
      const beginning = document.subarray(0, Math.floor((document.length * part) / 30))
      const location = await placed(kind, beginning, extname(file))
      expectSafe(kind, await sources.read(addressOf(kind, location)))
    }
  })
})

describe.each([...kinds.keys()].filter((kind) => !local.has(kind) && !ofPages.has(kind)))(
  'a source of kind %s',
  (kind) => {
    test('is told apart from a page', async () => {
      expect(await readWhole(kind, 'page')).toMatchObject({ ok: false, problem: 'html' })
    })
  },
)

describe.each([...kinds.keys()].filter((kind) => !local.has(kind)))(
  'a source of kind %s at a server',
  (kind) => {
    const at = async (status: number, etag: string | null): Promise<FetchResult> => {
      const location = await serve((request, response) => {
        const isRobots = request.url === '/robots.txt'
        const known = request.headers['if-none-match'] === '"v1"'
        response.writeHead(isRobots ? 404 : known ? 304 : status, { etag: '"v1"' }).end()
      })
      return open().read({ ...addressOf(kind, location), etag })
    }

    test('is unchanged if the server says so', async () => {
      expect(await at(200, '"v1"')).toMatchObject({ ok: true, unchanged: true })
    })

    test('is gone if the server says so', async () => {
      expect(await at(410, null)).toMatchObject({ ok: false, gone: true, problem: 'gone' })
    })

    test('is not read from this machine unless that is allowed', async () => {
      const reading = await readWhole(kind, 'normal', open({ allowLoopback: false }))
      expect(reading).toMatchObject({ ok: false, problem: 'refused-address' })
    })
  },
)
