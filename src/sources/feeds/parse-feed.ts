import { DetectError, MalformedError, parseFeed as parse, ParseError } from 'feedsmith'
import { said, text as asText, type Said } from '../../core/said/said.ts'
import { atomDocument } from './formats/feed-atom.ts'
import type { FeedDocument } from './feed-entry.ts'
import { jsonDocument } from './formats/feed-json.ts'
import { rdfDocument, rssDocument } from './formats/feed-rss.ts'
import { withoutLongPeople } from './long-people.ts'
import { documentsByItem, matchEndTags } from './repairs/repair-tags.ts'

type Parsed = { ok: true; document: FeedDocument; repairs: Said[] } | { ok: false; reason: Said }

/** A feed that consists of nothing but its root. */
function emptyDocument(text: string): FeedDocument {
  const format = /^<(?:[\w.-]+:)?feed\b/i.test(text)
    ? 'atom'
    : /^<(?:[\w.-]+:)?rdf\b/i.test(text)
      ? 'rdf'
      : 'rss'
  return { format, title: '', notes: [], freshFor: null, inner: [], outer: [], entries: [] }
}

/** Parses a document without repairs. Throws feedsmith's errors. */
function documentOf(text: string, maxItems: number): FeedDocument {
  try {
    const parsed = parse(text, { maxItems })
    switch (parsed.format) {
      case 'rss':
        return rssDocument(parsed.feed)
      case 'rdf':
        return rdfDocument(parsed.feed)
      case 'atom':
        return atomDocument(parsed.feed)
      case 'json':
        return jsonDocument(parsed.feed)
    }
  } catch (error) {
    if (error instanceof ParseError || (error instanceof DetectError && text.startsWith('<')))
      return emptyDocument(text)
    throw error
  }
}

function attempt(text: string, maxItems: number): FeedDocument | null {
  try {
    return documentOf(text, maxItems)
  } catch {
    return null
  }
}

/** Recovers what it can of a document that the parser rejects. */
function salvage(text: string, maxItems: number): Parsed | null {
  const repaired = attempt(matchEndTags(text), maxItems)
  if (repaired) return { ok: true, document: repaired, repairs: [said('repaired-end-tags')] }
  const parts = documentsByItem(text, maxItems)
  const read = parts.items.map((item) => attempt(item, 1))
  const good = read.filter((document) => document !== null)
  const [first] = good
  if (first === undefined) return null
  const head = attempt(parts.head, 0) ?? { ...first, title: '' }
  return {
    ok: true,
    document: { ...head, entries: good.flatMap((document) => document.entries) },
    repairs: [said('repaired-items', { count: read.length - good.length, all: read.length })],
  }
}

/** Parses a feed, at most `maxItems` of its items. */
export function parseFeed(source: string, maxItems: number): Parsed {
  const text = withoutLongPeople(source)
  try {
    return { ok: true, document: documentOf(text, maxItems), repairs: [] }
  } catch (error) {
    const salvaged = error instanceof MalformedError ? salvage(text, maxItems) : null
    if (salvaged) return salvaged
    const { message, cause } = error as Error
    const detail = cause instanceof Error ? cause.message : message
    return { ok: false, reason: said('feed-unreadable', { why: asText(detail) }) }
  }
}
