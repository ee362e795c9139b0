import type { Said } from '../../said/said.ts'

/** The result of a row. */
const rowOutcomes = [
  'added',
  'updated',
  'known',
  'repeated',
  'left',
  'suppressed',
  'rejected',
  'ended',
] as const
export type RowOutcome = (typeof rowOutcomes)[number]

/** Consent recorded by the previous service: when, from where and how somebody agreed. */
export interface Agreed {
  at: Temporal.Instant | null
  ip: string | null
  how: string | null
}

/** A row that waits to be merged, or could not be. Values that the list does not give are null. */
export interface ImportRow {
  /** Its number among the stored rows, from 1, in the order in which they are merged. */
  n: number
  line: number
  digestId: number | null
  hash: string | null
  email: string | null
  name: string | null
  topics: string[] | null
  days: number[] | null
  hour: string | null
  timeZone: string | null
  /** Must not be e-mailed, since when and why; null if allowed. */
  ends: { to: 'unsubscribed' | 'suppressed'; at: Temporal.Instant | null; reason: string | null } | null
  agreed: Agreed | null
  /** The search key of the name. */
  nameKey: string | null
  /** The address's flags as bits. */
  flags: number
  /** Names as written, by key. */
  tags: Record<string, string> | null
  note: string | null
  /** Null while it waits. */
  outcome: Extract<RowOutcome, 'repeated' | 'left' | 'suppressed' | 'rejected'> | null
  /** The column's name, and what is wrong with it. */
  fault: { column: string; reason: Said } | null
  /** Why the address is suppressed, if it is. */
  why: string | null
  /** The fields of a rejected row. */
  fields: string[] | null
  raw: string | null
}

/** A row that is not stored yet. */
export type NewImportRow = Omit<ImportRow, 'n'>

/** What an import did for one reader of a digest, stored as long as the reader is, as proof of consent. */
export interface ImportedReader {
  importId: number
  subscriberId: number
  digestId: number
  outcome: 'added' | 'updated' | 'known' | 'left' | 'suppressed' | 'ended' | 'removed' | 'undone' | 'kept'
  at: Temporal.Instant
  agreed: Agreed | null
}
