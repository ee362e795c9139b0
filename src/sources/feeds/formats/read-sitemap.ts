import { said } from '../../../core/said/said.ts'
import { decodeDocument } from '../../text/charset.ts'
import { refused, type RawDocument, type ReadDocument } from '../../reading/document.ts'
import type { FeedEntry } from '../feed-entry.ts'
import { resolveLink } from '../../text/links.ts'
import { parseSitemap, unpacked, type Listed } from './parse-sitemap.ts'
import { headlineText, line } from '../../text/plain-text.ts'
import { readEntries } from '../../reading/read-entries.ts'
import { isPage } from '../repairs/repair.ts'

/** A decoded part of an address; '' if its escapes are invalid. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

/** A headline from the last part of an address, such as `/news/talks-end-without-date/`; '' if it looks like a number or a code. */
function headlineOf(address: string | undefined): string {
  const last =
    URL.parse(address ?? '')
      ?.pathname.split('/')
      .filter(Boolean)
      .at(-1) ?? ''
  const words = plain(last)
    .replace(/\.\w{2,5}$/, '')
    .split(/[-_]+/)
  const read = words.filter((word) => /^\p{L}{2,}$/u.test(word))
  if (read.length < 3 || read.length < words.length / 2) return ''
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function entryOf(listed: Listed): FeedEntry {
  const text = (name: string): string | undefined => line(listed.get(name) ?? '') || undefined
  const loc = text('loc')
  const image = text('image/loc')
  const picture = { alt: text('image/title') ?? null, caption: text('image/caption') ?? null, credit: null }
  return {
    id: loc,
    links: [loc],
    base: undefined,
    headline: headlineText(listed.get('news/title') ?? '') || headlineOf(loc),
    people: [],
    categories: text('news/keywords')?.split(',') ?? [],
    summary: undefined,
    content: undefined,
    contentBase: undefined,
    published: [text('news/publication_date')],
    updated: [text('lastmod')],
    pictures: image === undefined ? [] : [{ url: image, ...picture }],
  }
}

/** Newest first, comparing dates as written; sitemaps are unordered. */
function newestFirst(a: Listed, b: Listed): number {
  const written = (listed: Listed): string =>
    listed.get('news/publication_date') ?? listed.get('lastmod') ?? ''
  return written(b).trim().localeCompare(written(a).trim())
}

/**
 * The newest entries, one for each address, and how many were skipped as duplicates or for want of a headline. Entries of an index need
 * none.
 */
function chosen(
  listed: Listed[],
  raw: RawDocument,
  needsHeadline: boolean,
): { entries: FeedEntry[]; bare: number; doubles: number } {
  const entries: FeedEntry[] = []
  const addresses = new Set<string>()
  let bare = 0
  let doubles = 0
  for (const each of listed.toSorted(newestFirst)) {
    if (entries.length > raw.mostItems) break
    const entry = entryOf(each)
    const address = resolveLink(entry.links[0], [raw.url])
    if (address === null) continue
    if (needsHeadline && entry.headline === '') bare++
    else if (addresses.has(address)) doubles++
    else {
      entries.push(entry)
      addresses.add(address)
    }
  }
  return { entries, bare, doubles }
}

const refusal = (raw: RawDocument, text: string): ReadDocument =>
  isPage(text) ? refused(raw, said('page-not-sitemap'), 'html') : refused(raw, said('not-sitemap'))

/** Reads a sitemap, including news sitemaps. An index yields the sitemaps that it lists, as items of the kind `sitemap-index`. */
export function readSitemap(raw: RawDocument): ReadDocument {
  const bytes = unpacked(raw.bytes)
  if (bytes === null) return refused(raw, said('sitemap-damaged'), 'damaged')
  const { text, charset } = decodeDocument({ ...raw, bytes })
  const { root, entries: listed } = parseSitemap(text)
  if (root === null) return refusal(raw, text)
  const isIndex = root === 'sitemapindex'
  const { entries, bare, doubles } = chosen(listed, raw, !isIndex)
  const notes = bare === 0 ? [] : [said('sitemap-without-headlines', { count: bare })]
  const format = isIndex ? 'sitemap-index' : 'sitemap'
  return readEntries(
    raw,
    charset,
    { format, title: '', notes, freshFor: null, inner: [], outer: [], entries, doubles },
    [],
  )
}
