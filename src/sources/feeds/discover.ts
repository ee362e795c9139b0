import type { Clock } from '../../core/ports.ts'
import { said, type Said } from '../../core/said/said.ts'
import { newestOf } from '../../core/entities/stories/story-time.ts'
import { decode } from '../text/charset.ts'
import { isAddress } from '../kinds/document-kind.ts'
import type { KindTools } from '../kinds/kind.ts'
import { namedFeeds } from './named-feeds.ts'
import type { Failure, FetchResult, SourceAddress } from '../fetch-result.ts'
import { failure } from '../fetch-result.ts'
import { isPage } from './repairs/repair.ts'

/** An address where the stories of a site may be found, and the result of trying it. */
export interface Candidate {
  location: string
  kind: string
  title: string
  how: Said
  items: number
  newest: Temporal.Instant | null
  /** Why it cannot be read; null if it can. */
  reason: Said | null
}

/** Every address that was tried, readable ones first. */
export type Discovery = { ok: true; candidates: Candidate[] } | Failure

/** Reads an address as a source; never throws for its content. */
type Read = (address: SourceAddress) => Promise<FetchResult>

interface Trying {
  read: Read
  clock: Clock
}

/** Paths where sites usually have their feeds; sitemaps last, because they contain least. */
const usualPlaces: [string, string][] = [
  ['/feed', 'feed'],
  ['/feed/', 'feed'],
  ['/rss', 'feed'],
  ['/rss.xml', 'feed'],
  ['/atom.xml', 'feed'],
  ['/feed.xml', 'feed'],
  ['/index.xml', 'feed'],
  ['/feed.json', 'feed'],
  ['/wp-json/wp/v2/posts', 'wordpress'],
  ['/news-sitemap.xml', 'sitemap'],
  ['/sitemap.xml', 'sitemap'],
]

/** Kinds to try for an address that is not an HTML page. */
const documentKinds = ['feed', 'sitemap', 'wordpress']

type Place = Pick<Candidate, 'location' | 'kind' | 'title' | 'how'>

async function tryPlace({ read, clock }: Trying, place: Place): Promise<Candidate> {
  const { kind, location } = place
  const reading = await read({ kind, location, timeZone: null, options: {}, etag: null, lastModified: null })
  const nothing = { ...place, items: 0, newest: null }
  if (!reading.ok) return { ...nothing, reason: reading.reason }
  if (reading.unchanged || reading.items.length === 0)
    return { ...nothing, reason: said('source-without-items', { place: location }) }
  return {
    ...place,
    title: place.title || reading.title,
    items: reading.items.length,
    newest: newestOf(reading.items, clock.now()),
    reason: null,
  }
}

/** Tries the places in turn, up to the first that can be read. */
async function firstGood(trying: Trying, places: Place[]): Promise<Candidate[]> {
  for (const place of places) {
    const candidate = await tryPlace(trying, place)
    if (candidate.reason === null) return [candidate]
  }
  return []
}

/** Tries every feed that a page names; the usual paths only if none of those can be read. */
async function ofPage(trying: Trying, page: string, address: string): Promise<Candidate[]> {
  const named: Candidate[] = []
  for (const feed of namedFeeds(page, address))
    named.push(await tryPlace(trying, { ...feed, how: said('found-by-page') }))
  const good = named.filter(({ reason }) => reason === null)
  if (good.length > 0) return [...good, ...named.filter(({ reason }) => reason !== null)]
  const usual = usualPlaces.map(([path, kind]) => ({
    location: new URL(path, address).href,
    kind,
    title: '',
    how: said('found-at-usual-place'),
  }))
  return [...(await firstGood(trying, usual)), ...named]
}

/**
 * Finds where the stories of an http(s) address can be read: at the address itself, at a feed that its page names, or at a usual path of
 * its site.
 */
export async function discover(
  address: string,
  read: Read,
  { fetcher, clock }: KindTools,
): Promise<Discovery> {
  const trying = { read, clock }
  if (!isAddress(address)) return failure(said('discover-no-address', { address }))
  const request = { accept: 'text/html, */*;q=0.5', etag: null, lastModified: null, robots: true }
  const got = await fetcher.fetch(address, request)
  if (!got.ok) return got
  if (got.unchanged) return failure(said('sent-nothing', { place: address }))
  const { text } = decode(got.body, got.contentType)
  const itself = documentKinds.map((kind) => ({
    location: address,
    kind,
    title: '',
    how: said('found-itself'),
  }))
  const candidates = isPage(text) ? await ofPage(trying, text, got.url) : await firstGood(trying, itself)
  if (candidates.length > 0) return { ok: true, candidates }
  return failure(
    isPage(text)
      ? said('discover-page-names-none', { address: got.url })
      : said('discover-unknown-kind', { address }),
  )
}
