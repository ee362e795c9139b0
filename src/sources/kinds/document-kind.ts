import { said } from '../../core/said/said.ts'
import type { Fetched } from '../fetching/fetcher.ts'
import type { Kind, KindTools } from './kind.ts'
import { localPath, readUnpacked } from './local-file.ts'
import { failure, type FetchResult, type SourceAddress } from '../fetch-result.ts'

/** True for an address that is fetched; anything else is the path of a file. */
export function isAddress(location: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(location) && !location.startsWith('file:')
}

interface DocumentKind {
  name: string
  /** The Accept header. */
  accept: string
  /** True for documents made for people: robots.txt decides whether programs may read them. */
  robots: boolean
  /** True if its documents may be compressed files, which its reader decompresses. */
  packed?: boolean
  /** The address to request, if it is not the location itself. */
  addressOf?: (location: string) => string
}

async function bytesOf(
  { accept, robots, packed, addressOf }: DocumentKind,
  { location, etag, lastModified }: SourceAddress,
  tools: KindTools,
): Promise<Fetched> {
  if (isAddress(location)) {
    const address = addressOf?.(location) ?? location
    const request = {
      accept,
      etag,
      lastModified,
      robots,
      packed: packed ? 'as-sent' : 'unpack',
      mayBeCut: !robots,
    } as const
    const got = await tools.fetcher.fetch(address, request)
    // A redirect of the derived address says nothing about the location.
    return got.ok && !got.unchanged && address !== location ? { ...got, movedTo: null } : got
  }
  const path = localPath(location)
  if (path === null) return failure(said('path-not-valid', { path: location }))
  const file = await readUnpacked(path, tools.limits.bytes)
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

/** Fetches a document of one kind and reads it in the thread. */
async function readDocument(
  kind: DocumentKind,
  address: SourceAddress,
  tools: KindTools,
): Promise<FetchResult> {
  const got = await bytesOf(kind, address, tools)
  if (!got.ok || got.unchanged) return got
  const found = await tools.thread.read(kind.name, {
    bytes: got.body,
    contentType: got.contentType,
    url: got.url || address.url || null,
    where: got.url || address.location,
    timeZone: address.timeZone,
    options: address.options,
    at: tools.clock.now().epochMilliseconds,
    mostItems: tools.limits.items,
    known: address.known,
  })
  if (!found.ok) return failure(found.reason, found.problem)
  const { etag, lastModified, movedTo } = got
  const freshFor = got.freshFor ?? found.freshFor
  return { ...found, unchanged: false, freshFor, etag, lastModified, movedTo, base: got.url || null }
}

/** A kind whose location is one document: an http(s) address, or a file. */
export function documentKind(kind: DocumentKind): Kind {
  return { name: kind.name, read: (address, tools) => readDocument(kind, address, tools) }
}
