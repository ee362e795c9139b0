import { constants, gunzipSync } from 'node:zlib'
import { Parser, type Handler } from 'htmlparser2'

/** The most addresses in a sitemap (sitemaps.org, 0.9). */
const mostAddresses = 50_000

/** The contents of a `url` or `sitemap` element by path, without prefixes: `loc`, `news/title`, `image/loc`. */
export type Listed = Map<string, string>

interface Sitemap {
  root: 'urlset' | 'sitemapindex' | null
  entries: Listed[]
}

/** The deepest path that is read within an entry. */
const deepest = 3
/** Depth at which parsing stops: no real sitemap is nested like this. */
const tooDeep = 1_000
/** Characters parsed at once. */
const piece = 65_536

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

interface State {
  open: Listed | null
  /** Element names from the open entry to the parser's position. */
  path: string[]
  /** The path whose text is being read; if a path repeats, its first element counts. */
  key: string | null
  depth: number
}

/** Parser callbacks that add each complete entry to the sitemap. */
function collector(map: Sitemap, state: State): Partial<Handler> {
  return {
    onopentagname(name) {
      state.depth++
      const local = localName(name)
      if (state.open) {
        state.path.push(local)
        const here = state.path.length > deepest ? null : state.path.join('/')
        state.key = here === null || state.open.has(here) ? null : here
      } else if (local === 'url' || local === 'sitemap') {
        state.open = new Map()
        state.path = []
      } else if (local === 'urlset' || local === 'sitemapindex') map.root ??= local
    },
    ontext(data) {
      const { open, key } = state
      if (open && key !== null) open.set(key, (open.get(key) ?? '') + data)
    },
    onclosetag(_, implied) {
      state.depth--
      state.key = null
      if (state.open === null || state.path.pop() !== undefined) return
      if (!implied && map.entries.length < mostAddresses) map.entries.push(state.open)
      state.open = null
    },
  }
}

/** Reads the elements in one pass; a truncated sitemap keeps its complete entries. */
export function parseSitemap(text: string): Sitemap {
  const map: Sitemap = { root: null, entries: [] }
  const state: State = { open: null, path: [], key: null, depth: 0 }
  const parser = new Parser(collector(map, state), { xmlMode: true })
  // The parser's work grows with the square of the depth, so the depth is checked after each piece.
  for (let at = 0; at < text.length && state.depth < tooDeep; at += piece)
    parser.write(text.slice(at, at + piece))
  parser.end()
  return map
}

/** The most bytes of a decompressed sitemap. */
const largest = 20_000_000

/** Decompresses a sitemap that came as sitemap.xml.gz; a truncated one keeps what was received. Null if it is not valid gzip. */
export function unpacked(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: largest, finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return null
  }
}
