import type { PictureLink } from '../../core/entities/story.ts'
import type { Said } from '../../core/said/said.ts'

/** A feed in the one shape that all formats are brought into; every HTML text still as it came. */
export interface FeedDocument {
  format:
    'rss' | 'rdf' | 'atom' | 'json' | 'wordpress' | 'sitemap' | 'sitemap-index' | 'json-path' | 'listing'
  title: string
  /** A language tag as written, where the document has one. */
  language?: string
  /** What an editor should know. */
  notes: Said[]
  /** Seconds for which the feed says that it stays as it is. */
  freshFor: number | null
  /** What relative links are against, innermost first, before the address that the feed came from … */
  inner: (string | undefined)[]
  /** … and after it, for a feed that came from no address. */
  outer: (string | undefined)[]
  entries: FeedEntry[]
  /** Entries left out since another has the same address, of a kind in which an address is one entry. */
  doubles?: number
}

export interface FeedEntry {
  id: string | undefined
  /** Links as written, best first; the first that makes an http(s) address counts. */
  links: (string | undefined)[]
  /** `xml:base` of the entry. */
  base: string | undefined
  /** One line of plain text, '' where there is none. */
  headline: string
  /** Who published it first, as the feed says. */
  publisher?: string | undefined
  people: (string | undefined)[]
  categories: (string | undefined)[]
  /** HTML. */
  summary: string | undefined
  /** HTML. */
  content: string | undefined
  /** `xml:base` of the content. */
  contentBase: string | undefined
  /** Dates as written, best first. */
  published: (string | undefined)[]
  updated: (string | undefined)[]
  /** Pictures named apart from the content, best first, addresses as written. */
  pictures: PictureLink[]
}

/** Plain text as HTML: escaped, blank lines parting paragraphs. */
export function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const parts = escaped.split(/\n\s*\n/)
  return parts.length > 1 ? parts.map((part) => `<p>${part}</p>`).join('') : escaped
}
