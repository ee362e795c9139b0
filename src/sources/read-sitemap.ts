import { decodeDocument } from './charset.ts'
import type { RawDocument, ReadDocument } from './document.ts'
import type { FeedEntry } from './feed-entry.ts'
import { resolveLink } from './links.ts'
import { parseSitemap, unpacked, type Said } from './parse-sitemap.ts'
import { headlineText, line } from './plain-text.ts'
import { readEntries } from './read-entries.ts'
import { isPage } from './repair.ts'

/** A part of an address as people read it; nothing where its escapes are none. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

/** Words of the last part of an address: `/news/talks-end-without-date/`; nothing where it reads like a number or a code. */
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

function entryOf(said: Said): FeedEntry {
  const text = (name: string): string | undefined => line(said.get(name) ?? '') || undefined
  const loc = text('loc')
  const image = text('image/loc')
  const picture = { alt: text('image/title') ?? null, caption: text('image/caption') ?? null, credit: null }
  return {
    id: loc,
    links: [loc],
    base: undefined,
    headline: headlineText(said.get('news/title') ?? '') || headlineOf(loc),
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

/** Newest first, by what is written; sitemaps are in no order. */
const newestFirst = (a: FeedEntry, b: FeedEntry): number =>
  (b.published[0] ?? b.updated[0] ?? '').localeCompare(a.published[0] ?? a.updated[0] ?? '')

/** Reads a sitemap, news sitemaps included. Of an index it gives the maps it names, as items of the kind `sitemap-index`. */
export function readSitemap(raw: RawDocument): ReadDocument {
  const bytes = unpacked(raw.bytes)
  if (bytes === null)
    return { ok: false, reason: `${raw.where} is packed, and damaged or too large`, problem: 'damaged' }
  const { text, charset } = decodeDocument({ ...raw, bytes })
  const { root, entries: said } = parseSitemap(text)
  if (root === null)
    return isPage(text)
      ? {
          ok: false,
          reason: `${raw.where} is an HTML page, not a sitemap; check the address`,
          problem: 'html',
        }
      : { ok: false, reason: `${raw.where} is no sitemap; check the address`, problem: 'malformed' }
  const isIndex = root === 'sitemapindex'
  const all = said.map(entryOf).filter(({ links }) => resolveLink(links[0], [raw.url]) !== null)
  const entries = (isIndex ? all : all.filter(({ headline }) => headline !== '')).sort(newestFirst)
  const bare = all.length - entries.length
  const document = {
    title: '',
    notes: bare === 0 ? [] : [`addresses that tell no headline, left out: ${bare}`],
    freshFor: null,
    inner: [],
    outer: [],
    entries: entries.slice(0, raw.mostItems + 1),
  }
  return readEntries(raw, charset, { ...document, format: isIndex ? 'sitemap-index' : 'sitemap' }, [])
}
