import { said } from '../../core/said/said.ts'
import { documentKind } from './document-kind.ts'
import type { Kind, KindTools } from './kind.ts'
import type { FetchResult, SourceAddress } from '../fetch-result.ts'

const map = documentKind({
  name: 'sitemap',
  accept: 'application/xml, text/xml;q=0.9, */*;q=0.1',
  robots: false,
  packed: true,
})

/** Sitemaps read from one index: the newest, those of news first. */
const mostMaps = 5

type Read = Extract<FetchResult, { unchanged: false }>

/** The items of several sitemaps in order, one for each address, as sitemaps of one site overlap. */
function withoutRepeats(maps: Read[]): Required<Pick<Read, 'items' | 'same' | 'doubles'>> {
  const seen = new Set<string>()
  let position = 0
  const placed = maps.map(({ items, same }) => {
    const listed = [
      ...items.map((item) => ({ item, one: item })),
      ...same.map((one) => ({ item: null, one })),
    ]
    return listed
      .sort((a, b) => a.one.position - b.one.position)
      .filter(({ one }) => !seen.has(one.id) && seen.add(one.id))
      .map(({ item, one }) => ({ item, one, position: position++ }))
  })
  const all = placed.flat()
  const count = maps.reduce(
    (sum, { items, same, doubles = 0 }) => sum + items.length + same.length + doubles,
    0,
  )
  return {
    items: all.flatMap(({ item, position }) => (item ? [{ ...item, position }] : [])),
    same: all.flatMap(({ item, one, position }) => (item ? [] : [{ ...one, position }])),
    doubles: count - all.length,
  }
}

async function readMaps(index: Read, address: SourceAddress, tools: KindTools): Promise<FetchResult> {
  const links = index.items.flatMap(({ link }) => link ?? [])
  const isNews = (link: string): boolean => /news/i.test(link)
  const chosen = [...links.filter(isNews), ...links.filter((link) => !isNews(link))].slice(0, mostMaps)
  const readings: FetchResult[] = []
  for (const location of chosen)
    readings.push(await map.read({ ...address, location, etag: null, lastModified: null }, tools))
  const whole = readings.filter((reading): reading is Read => reading.ok && !reading.unchanged)
  const read = whole.filter(({ kind }) => kind === 'sitemap')
  const merged = withoutRepeats(read)
  const failed = readings.flatMap((reading) => (reading.ok ? [] : [reading]))
  const [failure] = failed
  if (read.length === 0 && failure) return failure
  return {
    ...index,
    kind: 'sitemap',
    items: merged.items.slice(0, tools.limits.items),
    same: merged.same,
    doubles: merged.doubles,
    repairs: read.flatMap(({ repairs }) => repairs),
    notes: [
      said('sitemap-index', { all: links.length, read: chosen.length }),
      ...read.flatMap(({ notes }) => notes),
      ...failed.map(({ reason }) => reason),
      ...whole
        .filter(({ kind }) => kind !== 'sitemap')
        .map(({ base }) => said('sitemap-index-again', { address: base ?? address.location })),
    ],
    // The index may stay the same while its sitemaps change.
    etag: null,
    lastModified: null,
  }
}

/** A sitemap, preferably a news sitemap; an index is followed to its sitemaps. */
export const sitemap: Kind = {
  name: 'sitemap',
  async read(address, tools) {
    const reading = await map.read(address, tools)
    const isIndex = reading.ok && !reading.unchanged && reading.kind === 'sitemap-index'
    return isIndex ? readMaps(reading, address, tools) : reading
  },
}
