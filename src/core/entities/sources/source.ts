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
  /** A factor of the rank; 1 is the default. */
  weight: number
  pictures: 'keep' | 'link' | 'none'
  /** The zone for dates without one. */
  timeZone: string | null
  options: SourceOptions
  /** In addition to those of the newsroom. */
  rules: Rule[]
}

export type NewSource = Omit<Source, 'id'>

/** Options for sources that don't follow a standard. Each kind documents which ones it uses. */
export interface SourceOptions {
  /** For any kind: overrides of the default budget. */
  budget?: Partial<SourceBudget>
  /** The format of its dates if they are not recognised, in the symbols of Unicode TR 35: `yy-MM-dd HH:mm`. */
  dateFormat?: string
  /** For numeric dates: 03/04 is the third of April. */
  dayFirst?: boolean
  /** CSS selectors for a page or a listing. */
  css?: Partial<
    Record<'item' | 'link' | 'headline' | 'date' | 'summary' | 'image' | 'byline' | 'body', string>
  >
  /**
   * Dotted paths into JSON; `items` leads to the list, the others are relative to an item. `link` may be an address that contains `{path}`.
   */
  fields?: Partial<
    Record<
      'items' | 'id' | 'link' | 'headline' | 'date' | 'summary' | 'body' | 'image' | 'byline' | 'category',
      string
    >
  >
}

/** A source with its health. */
export interface SourceRecord extends Source {
  status: SourceStatus
  etag: string | null
  lastModified: string | null
  checkedAt: Temporal.Instant | null
  succeededAt: Temporal.Instant | null
  retryAt: Temporal.Instant | null
  /** When it is read next; null: now. */
  nextReadAt: Temporal.Instant | null
  /** The lease of the worker that is reading it. */
  reader: Lease | null
  /** Incremented with each claim and each release. */
  fence: number
  failures: number
  lastError: Reason | null
  itemCount: number | null
  newestItemAt: Temporal.Instant | null
}

/** A reading of a source, stored so that its health can be computed. */
export interface FetchRecord {
  sourceId: number
  at: Temporal.Instant
  outcome: 'read' | 'unchanged' | 'failed'
  /** The kind of failure. */
  problem: string | null
  /** Why it failed, or another note about it. */
  reason: Reason | null
  items: number
  fresh: number
  /** Known items that came again under another id. */
  churned: number
  /** New stories beyond the source's budget, postponed to a later reading. */
  putOff: number
  newestItemAt: Temporal.Instant | null
  /** Items left out as duplicates of others in the document. */
  doubles: number
  /** Items that share their id with others in the document. */
  sharing: number
  /** The latest future date of its items. */
  aheadItemAt: Temporal.Instant | null
}
