import { Parser } from 'htmlparser2'
import { webAddress } from '../../core/addresses/web-address.ts'
import { resolveLink } from '../text/links.ts'
import { line } from '../text/plain-text.ts'

/** A feed that a page names in its head. */
export interface NamedFeed {
  location: string
  kind: 'feed' | 'wordpress'
  title: string
}

/** How much of a page is searched, in characters: feeds are named near its beginning. */
const looked = 500_000
const mostNamed = 10

const feedType = /^application\/(?:rss|atom|rdf|feed)\+(?:xml|json)\b/i

function attributesOf(tag: string): Record<string, string> {
  let found: Record<string, string> = {}
  const parser = new Parser({ onopentag: (_, attributes) => (found = attributes) })
  parser.end(tag)
  return found
}

function namedBy(tag: string, bases: (string | null | undefined)[]): NamedFeed | null {
  const { rel = '', type = '', href, title = '' } = attributesOf(tag)
  const location = resolveLink(href && webAddress(href), bases)
  const relations = rel.toLowerCase().split(/\s+/)
  if (location === null) return null
  if (relations.includes('https://api.w.org/'))
    return { location: `${location}wp/v2/posts`, kind: 'wordpress', title: '' }
  const isFeed = relations.includes('alternate') && feedType.test(type.trim())
  return isFeed ? { location, kind: 'feed', title: line(title) } : null
}

/** Pages also name feeds of comments; these come last. */
const ofComments = ({ location, title }: NamedFeed): boolean => /comments?\b/i.test(`${location} ${title}`)

/**
 * The feeds and the WordPress interface that a page names in its `link` elements, best first, at most ten. `address`: where the page came
 * from.
 */
export function namedFeeds(page: string, address: string): NamedFeed[] {
  const text = page.slice(0, looked).replace(/<!--[\s\S]*?(?:-->|$)/g, '')
  const tags = text.match(/<(?:link|base)\s[^<>]{1,2000}>/gi) ?? []
  const base = tags.find((tag) => /^<base/i.test(tag))
  const bases = [base && attributesOf(base)['href'], address]
  const named = tags.flatMap((tag) => (/^<link/i.test(tag) ? (namedBy(tag, bases) ?? []) : []))
  const each = [...new Map(named.map((feed) => [feed.location, feed])).values()]
  const rank = (feed: NamedFeed): number => (feed.kind === 'wordpress' ? 1 : ofComments(feed) ? 2 : 0)
  return each.sort((a, b) => rank(a) - rank(b)).slice(0, mostNamed)
}
