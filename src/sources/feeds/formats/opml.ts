import { generateOpml, parseOpml, type Opml } from 'feedsmith'
import { clip } from '../../../core/text/text.ts'
import { said, text as asText, type Said } from '../../../core/said/said.ts'
import { webAddress } from '../../../core/addresses/web-address.ts'
import { decode } from '../../text/charset.ts'
import { resolveLink } from '../../text/links.ts'
import { line } from '../../text/plain-text.ts'

/** A feed in a list of subscriptions (OPML 2.0). */
export interface ListedFeed {
  /** One line of text. */
  name: string
  /** An http(s) address, or the text as written if it is not one. */
  location: string
  isAddress: boolean
  /** The language tag as written, if any. */
  language: string | null
}

export type ListReading = { ok: true; feeds: ListedFeed[]; folders: number } | { ok: false; reason: Said }

/** Reads and writes the lists of feeds that feed readers exchange. */
export interface FeedLists {
  read(bytes: Buffer): ListReading
  write(title: string, feeds: Pick<ListedFeed, 'name' | 'location' | 'language'>[]): string
}

const largest = 5_000_000
const mostFeeds = 10_000
const longestName = 200

type Outline = Opml.Outline<string>

/** Outlines and their nested ones, in document order. */
function flat(outlines: Outline[]): Outline[] {
  return outlines.flatMap((outline) => [outline, ...flat(outline.outlines ?? [])])
}

const hostOf = (address: string): string => URL.parse(address)?.hostname ?? address

function feedOf({ title, text, xmlUrl = '', language }: Outline): ListedFeed {
  const location = resolveLink(webAddress(xmlUrl), [])
  const name = line(title ?? '') || line(text ?? '') || hostOf(location ?? line(xmlUrl))
  return {
    name: clip(name, longestName),
    location: location ?? clip(line(xmlUrl), longestName),
    isAddress: location !== null,
    language: language ?? null,
  }
}

function read(bytes: Buffer): ListReading {
  if (bytes.length > largest)
    return { ok: false, reason: said('larger-than-mb', { most: largest / 1_000_000 }) }
  const { text } = decode(bytes, '')
  if (!/<opml[\s>]/i.test(text)) return { ok: false, reason: said('opml-without-root') }
  if (!/<\/opml\s*>/i.test(text)) return { ok: false, reason: said('opml-breaks-off') }
  try {
    const outlines = flat(parseOpml(text).body?.outlines ?? [])
    const feeds = outlines.filter(({ xmlUrl }) => xmlUrl !== undefined)
    if (feeds.length === 0) return { ok: false, reason: said('opml-without-feeds') }
    if (feeds.length > mostFeeds) return { ok: false, reason: said('opml-long', { most: mostFeeds }) }
    const folders = outlines.filter(({ outlines }) => outlines !== undefined).length
    return { ok: true, feeds: feeds.map(feedOf), folders }
  } catch (error) {
    const { message, cause } = error as Error
    const detail = cause instanceof Error ? cause.message : message
    return { ok: false, reason: said('opml-unreadable', { why: asText(clip(line(detail), longestName)) }) }
  }
}

function write(title: string, feeds: Pick<ListedFeed, 'name' | 'location' | 'language'>[]): string {
  const outlines = feeds.map(({ name, location, language }) => ({
    text: name,
    title: name,
    type: 'rss',
    xmlUrl: location,
    ...(language !== null && { language }),
  }))
  return generateOpml({ head: { title }, body: { outlines } })
}

/** OPML 2.0, read and written; folders are not kept. */
export const feedLists: FeedLists = { read, write }
