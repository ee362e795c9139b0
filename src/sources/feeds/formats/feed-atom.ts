import type { AtomFeed } from 'feedsmith'
import { htmlOfText, type FeedDocument, type FeedEntry } from '../feed-entry.ts'
import { bare, mediaPictures, mediaText, pictureFiles } from '../feed-pictures.ts'
import { addressIn } from '../../text/links.ts'
import { headlineText, line } from '../../text/plain-text.ts'

type Entry = AtomFeed.Entry<string>
type Text = AtomFeed.Text | AtomFeed.Content

const isMarkup = (type: string): boolean => /html/i.test(type)
const looksLikeMarkup = (value: string): boolean => /<\/\w+\s*>|<br\b|<img\b|&(?:#\w+|\w+);/i.test(value)

/**
 * HTML of a text construct (RFC 4287 §3.1). A declared `text` is trusted; without a type, much of what is sent is HTML anyway. Undefined
 * for content that is not text.
 */
function htmlOf(text: Text | undefined): string | undefined {
  if (text?.value === undefined) return undefined
  const type = text.type ?? ''
  if (isMarkup(type) || (type === '' && looksLikeMarkup(text.value))) return text.value
  return type === '' || /^text(?:$|\/)/i.test(type) ? htmlOfText(text.value) : undefined
}

/** A text construct as one line. */
function textOf(text: Text | undefined): string {
  if (text?.value === undefined) return ''
  return /^text(?:$|\/plain)/i.test(text.type ?? '') ? line(text.value) : headlineText(text.value)
}

const rel = (links: AtomFeed.Link<string>[] | undefined, name: string): AtomFeed.Link<string>[] =>
  (links ?? []).filter((link) => (link.rel ?? 'alternate').toLowerCase() === name)

/** Alternates, HTML pages first; an entry without any may still be its own link. */
function linksOf(entry: Entry): (string | undefined)[] {
  const alternates = rel(entry.links, 'alternate')
  const pages = alternates.filter((link) => !link.type || /html/i.test(link.type))
  return [...pages, ...alternates, ...rel(entry.links, 'self')]
    .map((link) => link.href)
    .concat(entry.content?.src ?? [], addressIn(entry.id) ?? [])
}

function atomEntry(entry: Entry, feed: AtomFeed.Feed<string>): FeedEntry {
  const { dc, dcterms } = entry
  const authors = [entry.authors, entry.source?.authors, feed.authors].find((people) =>
    people?.some((person) => person.name),
  )
  return {
    id: entry.id,
    links: linksOf(entry),
    base: entry.xml?.base,
    headline: textOf(entry.title),
    people: authors?.map((person) => person.name) ?? dc?.creators ?? [],
    categories: (entry.categories ?? []).map(({ label, term }) => label ?? term),
    publisher: textOf(entry.source?.title) || undefined,
    summary: htmlOf(entry.summary) ?? mediaText(entry.media),
    content: htmlOf(entry.content),
    contentBase: entry.content?.xml?.base,
    published: [
      entry.published,
      ...(dcterms?.issued ?? []),
      ...(dcterms?.created ?? []),
      ...(dc?.dates ?? []),
    ],
    updated: [entry.updated, ...(dcterms?.modified ?? [])],
    pictures: [
      ...mediaPictures(entry.media),
      ...pictureFiles(rel(entry.links, 'enclosure').map(({ href, type }) => ({ url: href, type }))),
      ...bare(entry.itunes?.image),
    ],
  }
}

/** Converts Atom 0.3 and 1.0. */
export function atomDocument(feed: AtomFeed.Feed<string>): FeedDocument {
  return {
    format: 'atom',
    title: textOf(feed.title),
    language: feed.xml?.lang,
    // RFC 4287 §2: relative to xml:base, else to the document's own address.
    inner: [feed.xml?.base],
    outer: [rel(feed.links, 'self')[0]?.href, rel(feed.links, 'alternate')[0]?.href],
    notes: [],
    freshFor: null,
    entries: (feed.entries ?? []).map((entry) => atomEntry(entry, feed)),
  }
}
