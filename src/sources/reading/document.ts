import type { SourceOptions } from '../../core/entities/sources/source.ts'
import type { SameItem, SourceItem } from '../../core/entities/story.ts'
import { said, type Said } from '../../core/said/said.ts'
import type { Problem } from '../fetch-result.ts'

/** A document as it came, with what its source's settings say of it. Holds only what can be handed to a thread. */
export interface RawDocument {
  bytes: Uint8Array
  /** As HTTP gave it; '' for a file. */
  contentType: string
  /** The address it came from, after redirects; null for a file. */
  url: string | null
  /** How people know it: its address, or the path of its file. */
  where: string
  /** IANA name of the zone in which dates without one are meant. */
  timeZone: string | null
  options: SourceOptions
  /** When it was read, in epoch milliseconds: for dates that only say how long ago they were. */
  at?: number
  /** More items than these are not read. */
  mostItems: number
  /** Fingerprints of items that need not be made anew. */
  known?: ReadonlySet<string>
}

/** What is in a document. */
export type ReadDocument =
  | {
      ok: true
      kind: string
      charset: { name: string; from: string }
      title: string
      items: SourceItem[]
      /** Items that came as they are known. */
      same: SameItem[]
      /** Items left out since another of the document is the same. */
      doubles?: number
      repairs: Said[]
      notes: Said[]
      /** Seconds for which the document says that it need not be read again. */
      freshFor: number | null
      /** Plain text of the one article that a page is, paragraphs parted by blank lines. */
      text?: string
    }
  | { ok: false; reason: Said; problem: Problem }

/** Why a document is not read; `what` is said of its place. */
export function refused({ where }: RawDocument, what: Said, problem: Problem = 'malformed'): ReadDocument {
  return { ok: false, reason: said('of-place', { place: where, what }), problem }
}

/** Reads a document of one kind; pure, and run in a thread of its own with a time limit. */
export type DocumentReader = (document: RawDocument) => ReadDocument | Promise<ReadDocument>
