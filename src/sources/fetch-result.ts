import type { SourceOptions } from '../core/entities/sources/source.ts'
import type { Said } from '../core/said/said.ts'
import type { SameItem, SourceItem } from '../core/entities/story.ts'

/** What is needed to read a source. */
export interface SourceAddress {
  /** Its name in the registry: `feed`, `folder`. */
  kind: string
  /** An http(s) address, or the path of a file or folder. */
  location: string
  /** For a file: the address it was saved from, if known; its links are relative to that. */
  url?: string
  /** IANA name of the zone for dates without one; null: UTC, with a note. */
  timeZone: string | null
  options: SourceOptions
  /** Validators of the last reading, sent back so that an unchanged source answers with 304. */
  etag: string | null
  lastModified: string | null
  /** Fingerprints of known items, which need not be built again. */
  known?: ReadonlySet<string>
}

/** The result of reading a source. */
export type FetchResult =
  | {
      ok: true
      unchanged: false
      /** `rss`, `rdf`, `atom`, `json`, `folder`, `page`, `listing`, … */
      kind: string
      /** `from`: how it was determined: `bom`, `utf-8`, `http`, `xml`, `guess`. */
      charset: { name: string; from: string }
      title: string
      /** In the source's order. */
      items: SourceItem[]
      /** Known items that have not changed. */
      same: SameItem[]
      /** The number of items left out as duplicates, for kinds that recognise them. */
      doubles?: number
      /** What had to be repaired before it could be read. */
      repairs: Said[]
      /** Notes for editors: dates without a zone, items left out, bad files of a folder. */
      notes: Said[]
      /** Seconds for which it declares itself fresh; null if it declares nothing. */
      freshFor: number | null
      /** For a page: the plain text of its article, paragraphs separated by blank lines. */
      text?: string
      etag: string | null
      lastModified: string | null
      /** The new address, if every redirect was permanent (301 or 308). */
      movedTo: string | null
      /** The address it came from after redirects; for a folder its absolute path, where its pictures are; null for a file. */
      base: string | null
    }
  | { ok: true; unchanged: true; freshFor: number | null }
  | Failure

/** The kind of failure, from which a source's health is derived. */
export type Problem =
  /** Not a public address, or not http(s). */
  | 'refused-address'
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  /** It cannot be decompressed, or violates HTTP. */
  | 'damaged'
  | 'not-found'
  | 'gone'
  | 'forbidden'
  /** A bot check is served instead of the content. */
  | 'bot-wall'
  | 'rate-limited'
  | 'server-fault'
  /** Disallowed by the host's robots.txt. */
  | 'robots'
  /** An HTML page instead of a feed. */
  | 'html'
  | 'malformed'
  | 'other'

/** Why a source could not be read. `gone`: HTTP 410; `retryAfter`: seconds, if the server sent it. */
export interface Failure {
  ok: false
  reason: Said
  problem: Problem
  gone: boolean
  retryAfter: number | null
}

/** One size of a picture; width and height in pixels. */
export interface PictureFile {
  bytes: Buffer
  type: 'image/jpeg' | 'image/png'
  width: number
  height: number
}

export type PictureReading =
  { ok: true; large: PictureFile; thumb: PictureFile } | { ok: false; reason: Said }

/** A failure without 410 and without a time to wait. */
export function failure(reason: Said, problem: Problem = 'other'): Failure {
  return { ok: false, reason, problem, gone: false, retryAfter: null }
}
