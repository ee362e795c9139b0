import type { SourceOptions } from '../core/entities/sources/source.ts'
import type { Said } from '../core/said/said.ts'
import type { SameItem, SourceItem } from '../core/entities/story.ts'

/** What must be known of a source to read it again. */
export interface SourceAddress {
  /** A name of the registry: `feed`, `folder`. */
  kind: string
  /** An http(s) address, or the path of a file or folder. */
  location: string
  /** Of a file: the address it was saved from, where that is known; its links are against it. */
  url?: string
  /** IANA name of the zone in which dates without one are meant; null: UTC, with a note. */
  timeZone: string | null
  options: SourceOptions
  /** Validators of the last reading, sent back so that an unchanged source answers 304. */
  etag: string | null
  lastModified: string | null
  /** Fingerprints of items that are known, which need not be made anew. */
  known?: ReadonlySet<string>
}

/** What a source gave. */
export type FetchResult =
  | {
      ok: true
      unchanged: false
      /** `rss`, `rdf`, `atom`, `json`, `folder`, `page`, `listing`, … */
      kind: string
      /** `from`: how it was found: `bom`, `utf-8`, `http`, `xml`, `guess`. */
      charset: { name: string; from: string }
      title: string
      /** In the order of the source. */
      items: SourceItem[]
      /** Items that came as they are known. */
      same: SameItem[]
      /** Items left out since another is the same, where its kind can tell. */
      doubles?: number
      /** What had to be mended before it could be read. */
      repairs: Said[]
      /** What an editor should know: dates without zone, items left out, bad files of a folder. */
      notes: Said[]
      /** Seconds for which it need not be read again, as it says itself; null where it says nothing. */
      freshFor: number | null
      /** Of a page: the plain text of its article, paragraphs parted by blank lines. */
      text?: string
      etag: string | null
      lastModified: string | null
      /** The address to use from now on, where the server said 301 or 308 all the way. */
      movedTo: string | null
      /** The address it came from after redirects; of a folder its absolute path, in which its pictures lie; null for a file. */
      base: string | null
    }
  | { ok: true; unchanged: true; freshFor: number | null }
  | Failure

/** What kind of thing went wrong, for the health of a source to be told from. */
export type Problem =
  /** Nothing that may be asked: no public address, or not http(s). */
  | 'refused-address'
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  /** It cannot be unpacked, or breaks HTTP. */
  | 'damaged'
  | 'not-found'
  | 'gone'
  | 'forbidden'
  /** A check for bots stands in place of the content. */
  | 'bot-wall'
  | 'rate-limited'
  | 'server-fault'
  /** The host's robots.txt closes the address to programs. */
  | 'robots'
  /** A page where a feed should be. */
  | 'html'
  | 'malformed'
  | 'other'

/** Why nothing could be had. `gone` is HTTP 410; `retryAfter` in seconds, where the server named it. */
export interface Failure {
  ok: false
  reason: Said
  problem: Problem
  gone: boolean
  retryAfter: number | null
}

/** One size of a picture; width and height in pixels of the file. */
export interface PictureFile {
  bytes: Buffer
  type: 'image/jpeg' | 'image/png'
  width: number
  height: number
}

export type PictureReading =
  { ok: true; large: PictureFile; thumb: PictureFile } | { ok: false; reason: Said }

/** A failure that is neither a farewell nor a request to wait. */
export function failure(reason: Said, problem: Problem = 'other'): Failure {
  return { ok: false, reason, problem, gone: false, retryAfter: null }
}
