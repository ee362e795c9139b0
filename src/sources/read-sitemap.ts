import { Parser } from 'htmlparser2'
import { decodeDocument } from './charset.ts'
import type { RawDocument, ReadDocument } from './document.ts'
import type { FeedEntry } from './feed-entry.ts'
import { headlineText, line } from './plain-text.ts'
import { readEntries } from './read-entries.ts'
import { isPage } from './repair.ts'

/** A sitemap holds at most as many addresses (sitemaps.org, 0.9). */
const mostAddresses = 50_000

/** What a `url` or `sitemap` element says, by element name without its prefix. */
type Said = Map<string, string>

interface Sitemap {
  root: 'urlset' | 'sitemapindex' | null
  entries: Said[]
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

/** Reads the elements as they stream by; a map that breaks off keeps what was complete. */
function sitemapOf(text: string): Sitemap {
  const map: Sitemap = { root: null, entries: [] }
  let open: Said | null = null
  let path: string[] = []
  const parser = new Parser(
    {
      onopentagname(name) {
        const local = localName(name)
        if (map.root === null && (local === 'urlset' || local === 'sitemapindex')) map.root = local
        if (local === 'url' || local === 'sitemap') {
          open = new Map()
          path = []
        } else path.push(local)
      },
      ontext(data) {
        const [parent = '', name = ''] = path.slice(-2).length === 2 ? path.slice(-2) : ['', path.at(-1)]
        const key = parent === 'image' ? `image:${name}` : name
        if (open && key !== '') open.set(key, (open.get(key) ?? '') + data)
      },
      onclosetag(name, implied) {
        const local = localName(name)
        if (local === 'url' || local === 'sitemap') {
          if (open && !implied && map.entries.length < mostAddresses) map.entries.push(open)
          open = null
        } else path.pop()
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
  const image = text('image:loc')
  const picture = { alt: text('image:title') ?? null, caption: text('image:caption') ?? null, credit: null }
  return {
    id: loc,
    links: [loc],
    base: undefined,
    headline: headlineText(said.get('title') ?? '') || headlineOf(loc),
    people: [],
    categories: text('keywords')?.split(',') ?? [],
    summary: undefined,
    content: undefined,
    contentBase: undefined,
    published: [text('publication_date')],
    updated: [text('lastmod')],
    pictures: image === undefined ? [] : [{ url: image, ...picture }],
  }
}

/** Newest first, by what is written; sitemaps are in no order. */
const newestFirst = (a: FeedEntry, b: FeedEntry): number =>
  (b.published[0] ?? b.updated[0] ?? '').localeCompare(a.published[0] ?? a.updated[0] ?? '')

/** Reads a sitemap, news sitemaps included. Of an index it gives the maps it names, as items of the kind `sitemap-index`. */
export function readSitemap(raw: RawDocument): ReadDocument {
  const { text, charset } = decodeDocument(raw)
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
  const all = said.map(entryOf).sort(newestFirst)
  const entries = isIndex ? all : all.filter(({ headline }) => headline !== '')
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
