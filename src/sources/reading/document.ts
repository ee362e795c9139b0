import type { SourceOptions } from '../../core/entities/sources/source.ts'
import type { SameItem, SourceItem } from '../../core/entities/story.ts'
import { said, type Said } from '../../core/said/said.ts'
import type { Problem } from '../fetch-result.ts'

/** An unread document with its source's settings. Holds only what can be posted to a thread. */
export interface RawDocument {
  bytes: Uint8Array
  /** The Content-Type header; '' for a file. */
  contentType: string
  /** The address it came from, after redirects; null for a file. */
  url: string | null
  /** Its name in messages: its address, or the path of its file. */
  where: string
  /** IANA name of the zone for dates without one. */
  timeZone: string | null
  options: SourceOptions
  /** When it was read, in epoch milliseconds: for relative dates. */
  at?: number
  /** The most items to read. */
  mostItems: number
  /** Fingerprints of known items, which need not be built again. */
  known?: ReadonlySet<string>
}

/** The contents of a document. */
export type ReadDocument =
  | {
      ok: true
      kind: string
      charset: { name: string; from: string }
      title: string
      items: SourceItem[]
      /** Known items that have not changed. */
      same: SameItem[]
      /** The number of items left out as duplicates of others in the document. */
      doubles?: number
      repairs: Said[]
      notes: Said[]
      /** Seconds for which the document declares itself fresh. */
      freshFor: number | null
      /** The plain text of a page's article, paragraphs separated by blank lines. */
      text?: string
    }
  | { ok: false; reason: Said; problem: Problem }

/** Why a document is not read; `what` describes it, and its address or path is added. */
export function refused({ where }: RawDocument, what: Said, problem: Problem = 'malformed'): ReadDocument {
  return { ok: false, reason: said('of-place', { place: where, what }), problem }
}

/** Reads a document of one kind; pure, and run in a separate thread with a time limit. */
export type DocumentReader = (document: RawDocument) => ReadDocument | Promise<ReadDocument>
