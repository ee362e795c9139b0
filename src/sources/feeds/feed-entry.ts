import type { PictureLink } from '../../core/entities/story.ts'
import type { Said } from '../../core/said/said.ts'

/** The common shape into which every format is converted; HTML is not yet sanitised. */
export interface FeedDocument {
  format:
    'rss' | 'rdf' | 'atom' | 'json' | 'wordpress' | 'sitemap' | 'sitemap-index' | 'json-path' | 'listing'
  title: string
  /** The language tag as written, if any. */
  language?: string
  /** Notes for editors. */
  notes: Said[]
  /** Seconds for which the feed declares itself fresh. */
  freshFor: number | null
  /** Base addresses for relative links, innermost first, that precede the feed's own address … */
  inner: (string | undefined)[]
  /** … and those that follow it, for a feed that came from a file. */
  outer: (string | undefined)[]
  entries: FeedEntry[]
  /** Entries left out because another has the same address, for kinds where an address identifies an entry. */
  doubles?: number
}

export interface FeedEntry {
  id: string | undefined
  /** Links as written, best first; the first that is an http(s) address is used. */
  links: (string | undefined)[]
  /** `xml:base` of the entry. */
  base: string | undefined
  /** One line of plain text, '' if there is none. */
  headline: string
  /** The original publisher, if the feed names one. */
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
  /** Pictures given outside the content, best first, addresses as written. */
  pictures: PictureLink[]
}

/** Plain text as HTML: escaped, with a paragraph for each part between blank lines. */
export function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const parts = escaped.split(/\n\s*\n/)
  return parts.length > 1 ? parts.map((part) => `<p>${part}</p>`).join('') : escaped
}
