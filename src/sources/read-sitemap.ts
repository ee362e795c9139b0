import { gunzipSync, constants } from 'node:zlib'
import { Parser } from 'htmlparser2'
import { decodeDocument } from './charset.ts'
import type { RawDocument, ReadDocument } from './document.ts'
import type { FeedEntry } from './feed-entry.ts'
import { resolveLink } from './links.ts'
import { headlineText, line } from './plain-text.ts'
import { readEntries } from './read-entries.ts'
import { isPage } from './repair.ts'

/** A sitemap holds at most as many addresses (sitemaps.org, 0.9). */
const mostAddresses = 50_000
/** Bytes of a map that came packed. */
const largest = 20_000_000

/** What a `url` or `sitemap` element says, by the path to it without prefixes: `loc`, `news/title`, `image/loc`. */
type Said = Map<string, string>

interface Sitemap {
  root: 'urlset' | 'sitemapindex' | null
  entries: Said[]
}

/** Nothing that is read here lies deeper in its element. */
const deepest = 3

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

/** Reads the elements as they stream by; a map that breaks off keeps what was complete. */
function sitemapOf(text: string): Sitemap {
  const map: Sitemap = { root: null, entries: [] }
  let open: Said | null = null
  let path: string[] = []
  /** The path whose text is being read; of several elements at one path the first counts. */
  let key: string | null = null
  const parser = new Parser(
    {
      onopentagname(name) {
        const local = localName(name)
        if (map.root === null && (local === 'urlset' || local === 'sitemapindex')) map.root = local
        else if (open === null && (local === 'url' || local === 'sitemap')) {
          open = new Map()
          path = []
        } else if (open !== null) {
          path.push(local)
          const here = path.length > deepest ? null : path.join('/')
          key = here === null || open.has(here) ? null : here
        }
      },
      ontext(data) {
        if (open && key !== null) open.set(key, (open.get(key) ?? '') + data)
      },
      onclosetag(_, implied) {
        key = null
        if (open === null || path.pop() !== undefined) return
        if (!implied && map.entries.length < mostAddresses) map.entries.push(open)
        open = null
      },
    },
    { xmlMode: true },
  )
  parser.end(text)
  return map
}

/** Words of the last part of an address: `/news/talks-end-without-date/`; nothing where it reads like a number or a code. */
function headlineOf(address: string | undefined): string {
  const last =
    URL.parse(address ?? '')
      ?.pathname.split('/')
      .filter(Boolean)
      .at(-1) ?? ''
  const words = last.replace(/\.\w{2,5}$/, '').split(/[-_]+/)
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

/** A map may come as a packed file (sitemap.xml.gz); one that breaks off keeps what came. Null where it is none. */
function unpacked(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: largest, finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return null
  }
}

/** Reads a sitemap, news sitemaps included. Of an index it gives the maps it names, as items of the kind `sitemap-index`. */
export function readSitemap(raw: RawDocument): ReadDocument {
  const bytes = unpacked(raw.bytes)
  if (bytes === null)
    return { ok: false, reason: `${raw.where} is packed, and damaged or too large`, problem: 'damaged' }
  const { text, charset } = decodeDocument({ ...raw, bytes })
  const { root, entries: said } = sitemapOf(text)
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
