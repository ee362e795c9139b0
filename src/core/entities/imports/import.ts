import type { Said } from '../../said/said.ts'
import type { Lease } from '../sending/lease.ts'
import type { ImportField } from './import-field.ts'
import type { ListFacts } from './list-facts.ts'

/**
 * An imported list. `uploading` → `received` → `staging` → `judging` → `checked`, or on to `merging` → `replacing` → `done`; from there
 * `undoing` → `undone` within `undoDays`; after that, `over`. `failed`: the file cannot be read; `cancelled`: given up before it was
 * merged.
 */
const importStates = [
  'uploading',
  'received',
  'staging',
  'judging',
  'checked',
  'merging',
  'replacing',
  'done',
  'undoing',
  'undone',
  'over',
  'failed',
  'cancelled',
] as const
export type ImportState = (typeof importStates)[number]

/** States in which the job has work to do. */
export const busyStates = [
  'staging',
  'judging',
  'merging',
  'replacing',
  'undoing',
] as const satisfies ImportState[]

/**
 * What happens to known active readers: `add` leaves them unchanged; `update` takes the values that the list gives; `replace` does too, and
 * ends the digest's subscriptions that are not in the list. `never-mail` adds nobody.
 */
export const importModes = ['add', 'update', 'replace', 'never-mail'] as const
export type ImportMode = (typeof importModes)[number]

/** `proof`: they have agreed, and the admin states how; `ask`: each new reader is asked to confirm. */
export const importBases = ['proof', 'ask'] as const
export type ImportBasis = (typeof importBases)[number]

export interface ImportSettings {
  mode: ImportMode
  basis: ImportBasis
  /** How they have agreed, as stated by the admin; empty if they are asked or none is added. */
  proof: string
  /** The status for people on a never-mail list whose row does not give one. */
  neverMail: 'unsubscribed' | 'suppressed'
  /** False: one row that cannot be imported prevents the whole import. */
  takesRejects: boolean
  /** The ids of digests that rows may be for: its own, and if a column names digests, those that the admin may change. */
  digests: number[]
  /** Whether rows may suppress an address in all digests; otherwise they only end a subscription. */
  suppresses: boolean
}

/** What an admin chooses for a list, besides its columns. */
export type ImportWishes = Omit<ImportSettings, 'digests' | 'suppresses'>

/** Numbers of rows. `known` includes `repeated` ones. Rows not judged yet are in none. */
export interface ImportCounts {
  rows: number
  added: number
  updated: number
  known: number
  repeated: number
  /** Unsubscribed before, and unchanged. */
  left: number
  /** Suppressed before, and unchanged. */
  suppressed: number
  rejected: number
  /** Unsubscribed or suppressed by a never-mail list. */
  ended: number
  /** Subscriptions ended because a list in mode `replace` did not have them. */
  removed: number
  /** Of an undo: reverted, and kept because the reader has chosen something since. */
  undone: number
  kept: number
}

export interface Import {
  id: number
  /** The digest of rows that name none, and to which `replace` applies. */
  digestId: number
  fileName: string
  bytes: number
  state: ImportState
  settings: ImportSettings
  /** The contents of each column; null for one that is not read. Null until chosen. */
  columns: (ImportField | null)[] | null
  /** Null until the file was inspected. */
  facts: ListFacts | null
  counts: ImportCounts
  /** True if it is merged after the check, false if it is only checked. */
  isToMerge: boolean
  /** Bytes of the file that were read, for progress. */
  bytesRead: number
  /** The number of the last row staged, judged or merged, by state. */
  cursor: number
  /** When the present state began. */
  stateAt: Temporal.Instant
  createdAt: Temporal.Instant
  /** As `actorText` writes it. */
  createdBy: string
  doneAt: Temporal.Instant | null
  /** Why it failed, or was not merged. */
  fault: Said | null
  lease: Lease | null
  /** Incremented with each claim; a worker's results are valid while it is unchanged. */
  fence: number
}

/** Days within which an import can be undone. */
export const undoDays = 30

/** The most bytes of a list's file. */
export const mostImportBytes = 256 * 1024 * 1024
