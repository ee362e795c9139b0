import type { Rule } from '../newsroom.ts'
import type { Reason } from '../../said/said.ts'
import type { Lease } from '../sending/lease.ts'
import type { SourceBudget } from './source-budget.ts'
import type { SourceStatus } from '../states.ts'
import type { Section } from '../story.ts'

/** Where stories come from. */
export interface Source {
  id: number
  name: string
  kind: string
  /** An address, or a folder's or file's path. */
  location: string
  section: Section
  language: string
  /** 1 is ordinary; rank multiplies by it. */
  weight: number
  pictures: 'keep' | 'link' | 'none'
  /** For dates without a zone. */
  timeZone: string | null
  options: SourceOptions
  /** Besides those of the newsroom. */
  rules: Rule[]
}

export type NewSource = Omit<Source, 'id'>

/** What must be known of a source that does not follow a standard. Each kind says what it uses. */
export interface SourceOptions {
  /** Of any kind: where the usual budget does not fit it. */
  budget?: Partial<SourceBudget>
  /** Form of its dates where nothing else fits, in the letters of Unicode TR 35: `yy-MM-dd HH:mm`. */
  dateFormat?: string
  /** Of dates in numbers alone: 03/04 is the third of April. */
  dayFirst?: boolean
  /** CSS selectors into a page or a listing. */
  css?: Partial<
    Record<'item' | 'link' | 'headline' | 'date' | 'summary' | 'image' | 'byline' | 'body', string>
  >
  /** Dotted paths into JSON; `items` leads to the list, the others begin at an item. `link` may hold `{path}` in an address. */
  fields?: Partial<
    Record<
      'items' | 'id' | 'link' | 'headline' | 'date' | 'summary' | 'body' | 'image' | 'byline' | 'category',
      string
    >
  >
}

/** A source with what is known of its health. */
export interface SourceRecord extends Source {
  status: SourceStatus
  etag: string | null
  lastModified: string | null
  checkedAt: Temporal.Instant | null
  succeededAt: Temporal.Instant | null
  retryAt: Temporal.Instant | null
  /** When its turn is next; null: now. */
  nextReadAt: Temporal.Instant | null
  /** Who reads it now, and until when at most. */
  reader: Lease | null
  /** Rises with each claim and each release. */
  fence: number
  failures: number
  lastError: Reason | null
  itemCount: number | null
  newestItemAt: Temporal.Instant | null
}

/** One reading of a source, kept so that its health can be computed. */
export interface FetchRecord {
  sourceId: number
  at: Temporal.Instant
  outcome: 'read' | 'unchanged' | 'failed'
  /** What kind of thing went wrong. */
  problem: string | null
  /** Why it failed, or what else there is to report about it. */
  reason: Reason | null
  items: number
  fresh: number
  /** Items that came again under another id. */
  churned: number
  /** New stories over the source's budget, left for a later reading. */
  putOff: number
  newestItemAt: Temporal.Instant | null
  /** Items left out, since another of the document is the same. */
  doubles: number
  /** Items whose id others of the document have too. */
  sharing: number
  /** The furthest date of its items that was still to come. */
  aheadItemAt: Temporal.Instant | null
}
