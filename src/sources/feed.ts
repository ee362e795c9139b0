import { decode } from './charset.ts'
import { itemsOf } from './feed-items.ts'
import type { Fetched } from './fetcher.ts'
import type { Kind, KindTools } from './kind.ts'
import { localPath, readLocal } from './local-file.ts'
import { parseFeed } from './parse-feed.ts'
import { failure, type Reading, type SourceAddress } from './reading.ts'
import { repair } from './repair.ts'

const accept =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1'

/** True for what is fetched; anything else is the path of a file. */
export function isAddress(location: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(location) && !location.startsWith('file:')
}

async function bytesOf({ location, etag, lastModified }: SourceAddress, tools: KindTools): Promise<Fetched> {
  if (isAddress(location)) return tools.fetcher.fetch(location, { accept, etag, lastModified, robots: false })
  const path = localPath(location)
  if (path === null) return failure(`${location} is no path of a file`, 'not-found')
  const file = await readLocal(path, tools.limits.bytes)
  if (!file.ok) return failure(file.reason)
  return {
    ok: true,
    unchanged: false,
    body: file.bytes,
    contentType: '',
    url: '',
    movedTo: null,
    etag: null,
    lastModified: null,
    freshFor: null,
  }
}

async function readFeed(address: SourceAddress, tools: KindTools): Promise<Reading> {
  const got = await bytesOf(address, tools)
  if (!got.ok) return got
  if (got.unchanged) return { ok: true, unchanged: true }
  const { text, charset } = decode(got.body, got.contentType)
  const where = got.url || address.location
  const repaired = repair(text)
  if (!repaired.ok) return failure(`${where} ${repaired.reason}`, repaired.problem)
  const parsed = await parseFeed(repaired.text, tools.limits.items + 1)
  if (!parsed.ok) return failure(`${where} ${parsed.reason}`, 'malformed')
  const { items, notes } = itemsOf(parsed.document, got.url || null, address.timeZone)
  const future = items.filter(
    ({ date }) => date && Temporal.Instant.compare(date, tools.clock.now()) > 0,
  ).length
  if (future > 0) notes.push(`dates in the future, kept as written: ${future}`)
  if (items.length > tools.limits.items) notes.push(`only the first ${tools.limits.items} items are read`)
  return {
    ok: true,
    unchanged: false,
    kind: parsed.document.format,
    charset,
    title: parsed.document.title,
    items: items.slice(0, tools.limits.items),
    repairs: [...repaired.repairs, ...parsed.repairs],
    notes,
    etag: got.etag,
    lastModified: got.lastModified,
    movedTo: got.movedTo,
    base: got.url || null,
  }
}

/** RSS, RDF, Atom or JSON Feed, at an http(s) address or in a file. */
export const feed: Kind = { name: 'feed', read: readFeed }
