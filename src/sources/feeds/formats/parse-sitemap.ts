import { constants, gunzipSync } from 'node:zlib'
import { Parser, type Handler } from 'htmlparser2'

/** A sitemap holds at most as many addresses (sitemaps.org, 0.9). */
const mostAddresses = 50_000

/** What a `url` or `sitemap` element says, by the path to it without prefixes: `loc`, `news/title`, `image/loc`. */
export type Listed = Map<string, string>

interface Sitemap {
  root: 'urlset' | 'sitemapindex' | null
  entries: Listed[]
}

/** Nothing that is read here lies deeper in its element. */
const deepest = 3
/** What lies as deep is no sitemap any more: it breaks off there. */
const senseless = 1_000
/** Characters parsed at once. */
const piece = 65_536

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

interface State {
  open: Listed | null
  /** The names from the open entry to where the parser is. */
  path: string[]
  /** The path whose text is being read; of several elements at one path the first counts. */
  key: string | null
  depth: number
}

/** What the parser calls: puts each complete entry into the map. */
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

/** Reads the elements as they stream by; a map that breaks off keeps what was complete. */
export function parseSitemap(text: string): Sitemap {
  const map: Sitemap = { root: null, entries: [] }
  const state: State = { open: null, path: [], key: null, depth: 0 }
  const parser = new Parser(collector(map, state), { xmlMode: true })
  // A parser's work grows with the square of the depth, so depth is looked at after each piece.
  for (let at = 0; at < text.length && state.depth < senseless; at += piece)
    parser.write(text.slice(at, at + piece))
  parser.end()
  return map
}

/** Bytes of a map that came packed. */
const largest = 20_000_000

/** A map may come as a packed file (sitemap.xml.gz); one that breaks off keeps what came. Null where it is none. */
export function unpacked(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: largest, finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return null
  }
}
