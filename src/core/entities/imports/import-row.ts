import type { Said } from '../../said/said.ts'

/** What becomes of one row. */
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

/** The consent that the old service kept: when, from where, and how somebody agreed. */
export interface Agreed {
  at: Temporal.Instant | null
  ip: string | null
  how: string | null
}

/** A row that waits to be merged, or that could not be. What a list says nothing of is null. */
export interface ImportRow {
  /** Its number among the rows that are kept, from 1, in the order in which they are merged. */
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
  /** Must not be e-mailed, since when and why; null for who may be. */
  ends: { to: 'unsubscribed' | 'suppressed'; at: Temporal.Instant | null; reason: string | null } | null
  agreed: Agreed | null
  /** How the name is found. */
  nameKey: string | null
  /** Of the address, as bits. */
  flags: number
  /** By their keys, as written. */
  tags: Record<string, string> | null
  note: string | null
  /** Null while it waits. */
  outcome: Extract<RowOutcome, 'repeated' | 'left' | 'suppressed' | 'rejected'> | null
  /** In which column, by its name, and why. */
  fault: { column: string; reason: Said } | null
  /** Why the address is suppressed, of one that is. */
  why: string | null
  /** The row as it stands, of a rejected one. */
  fields: string[] | null
  raw: string | null
}

/** A row that is not kept yet. */
export type NewImportRow = Omit<ImportRow, 'n'>

/** What an import did for one reader of a digest, kept as long as they are: it is the proof of consent too. */
export interface ImportedReader {
  importId: number
  subscriberId: number
  digestId: number
  outcome: 'added' | 'updated' | 'known' | 'left' | 'suppressed' | 'ended' | 'removed' | 'undone' | 'kept'
  at: Temporal.Instant
  agreed: Agreed | null
}
