import type { Fetched } from './fetcher.ts'
import type { Kind, KindTools } from './kind.ts'
import { localPath, readLocal } from './local-file.ts'
import { failure, type Reading, type SourceAddress } from './reading.ts'

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
  if (!got.ok || got.unchanged) return got
  const found = await tools.thread.read('feed', {
    bytes: got.body,
    contentType: got.contentType,
    url: got.url || null,
    where: got.url || address.location,
    timeZone: address.timeZone,
    options: address.options,
    mostItems: tools.limits.items,
  })
  if (!found.ok) return failure(found.reason, found.problem)
  const { etag, lastModified, movedTo } = got
  const freshFor = got.freshFor ?? found.freshFor
  return { ...found, unchanged: false, freshFor, etag, lastModified, movedTo, base: got.url || null }
}

/** RSS, RDF, Atom or JSON Feed, at an http(s) address or in a file. */
export const feed: Kind = { name: 'feed', read: readFeed }
