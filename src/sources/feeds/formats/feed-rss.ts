import type { RdfFeed, RssFeed } from 'feedsmith'
import type { FeedDocument, FeedEntry } from '../feed-entry.ts'
import { bare, mediaPictures, mediaText, pictureFiles } from '../feed-pictures.ts'
import { addressIn } from '../../text/links.ts'
import { headlineText } from '../../text/plain-text.ts'

type RssItem = RssFeed.Item<string>
type RdfItem = RdfFeed.Item<string>

const categoriesOf = (categories: RssItem['categories']): (string | undefined)[] =>
  (categories ?? []).map(({ name }) => name)

/** What items of RSS 0.9x, 2.0 and 1.0 share: Dublin Core, content, Atom's elements and Media RSS. */
function sharedEntry(item: RssItem | RdfItem): Omit<FeedEntry, 'id' | 'links' | 'pictures'> {
  const { dc, dcterms, atom } = item
  return {
    base: item.xml?.base,
    headline: headlineText(
      item.title ?? dc?.titles?.[0] ?? atom?.title?.value ?? item.media?.title?.value ?? '',
    ),
    people: [...(dc?.creators ?? []), ...(atom?.authors ?? []).map((author) => author.name)],
    categories: [...('categories' in item ? categoriesOf(item.categories) : []), ...(dc?.subjects ?? [])],
    summary: item.description ?? atom?.summary?.value ?? dc?.descriptions?.[0] ?? mediaText(item.media),
    content: item.content?.encoded ?? atom?.content?.value,
    contentBase: atom?.content?.xml?.base,
    published: [
      atom?.published,
      ...(dcterms?.issued ?? []),
      ...(dcterms?.created ?? []),
      ...(dc?.dates ?? []),
    ],
    updated: [atom?.updated, ...(dcterms?.modified ?? [])],
  }
}

const alternate = (item: RssItem | RdfItem): string | undefined =>
  item.atom?.links?.find((link) => (link.rel ?? 'alternate') === 'alternate')?.href

const page = (link: string | undefined): string => link?.trim().replace(/\/$/, '') ?? ''
const isFront = (link: string | undefined): boolean => /^https?:\/\/[^/?#]*$/i.test(page(link))

/** Links of an item, best first. RSS 2.0: a guid is a permalink unless declared otherwise. */
function linksOf(item: RssItem, home: string | undefined): (string | undefined)[] {
  const { guid, link } = item
  const permalink = guid?.isPermaLink === false ? undefined : addressIn(guid?.value)
  // A link to the front page does not lead to the story.
  const named = page(link) === page(home) || isFront(link) ? [permalink, link] : [link]
  return [...named, alternate(item), permalink, guid?.isPermaLink === true ? guid.value : undefined]
}

function rssEntry(item: RssItem, home: string | undefined): FeedEntry {
  const shared = sharedEntry(item)
  const { guid, itunes } = item
  const people = (item.authors ?? []).map((author) => author.name)
  return {
    ...shared,
    headline: shared.headline || headlineText(itunes?.title ?? ''),
    id: guid?.value ?? item.atom?.id,
    links: linksOf(item, home),
    publisher: item.source?.title,
    people: people.some(Boolean) ? people : shared.people.length > 0 ? shared.people : [itunes?.author],
    summary: shared.summary ?? itunes?.summary ?? itunes?.subtitle,
    published: [item.pubDate, ...shared.published],
    pictures: [...mediaPictures(item.media), ...pictureFiles(item.enclosures), ...bare(itunes?.image)],
  }
}

function rdfEntry(item: RdfItem): FeedEntry {
  const about = item.rdf?.about
  return {
    ...sharedEntry(item),
    id: about ?? item.dc?.identifiers?.[0],
    links: [item.link, alternate(item), about],
    pictures: mediaPictures(item.media),
  }
}

const periods: Record<string, number> = {
  hourly: 3_600,
  daily: 86_400,
  weekly: 604_800,
  monthly: 2_592_000,
  yearly: 31_536_000,
}

/** Seconds, from RSS 2.0's `ttl` (in minutes), otherwise from the syndication module's period and frequency. */
function freshFor(ttl: number | undefined, sy: RssFeed.Feed<string>['sy']): number | null {
  if (ttl !== undefined && ttl > 0) return ttl * 60
  const period = periods[sy?.updatePeriod?.toLowerCase() ?? '']
  return period === undefined ? null : Math.round(period / Math.max(sy?.updateFrequency ?? 1, 1))
}

/** Converts RSS 0.9x and 2.0. */
export function rssDocument(feed: RssFeed.Feed<string>): FeedDocument {
  return {
    format: 'rss',
    title: headlineText(feed.title ?? feed.dc?.titles?.[0] ?? ''),
    language: feed.language ?? feed.dc?.languages?.[0],
    notes: [],
    freshFor: freshFor(feed.ttl, feed.sy),
    inner: [feed.xml?.base, feed.link],
    outer: [],
    entries: (feed.items ?? []).map((item) => rssEntry(item, feed.link)),
  }
}

/** Converts RSS 0.90 and 1.0, which are RDF. */
export function rdfDocument(feed: RdfFeed.Feed<string>): FeedDocument {
  return {
    format: 'rdf',
    title: headlineText(feed.title ?? feed.dc?.titles?.[0] ?? ''),
    language: feed.dc?.languages?.[0],
    notes: [],
    freshFor: freshFor(undefined, feed.sy),
    inner: [feed.xml?.base, feed.link],
    outer: [],
    entries: (feed.items ?? []).map(rdfEntry),
  }
}
