import type { Said } from '../../said/said.ts'
import type { Lease } from '../sending/lease.ts'
import type { ImportField } from './import-field.ts'
import type { ListFacts } from './list-facts.ts'

/**
 * One list brought in. `uploading` → `received` → `staging` → `judging` → `checked`, or on to `merging` → `replacing` → `done`; from there
 * `undoing` → `undone` within `undoDays`; after that, `over`. `failed` is a file that cannot be read; `cancelled` what was given up before it was merged.
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

/** Those in which the job has something to do. */
export const busyStates = [
  'staging',
  'judging',
  'merging',
  'replacing',
  'undoing',
] as const satisfies ImportState[]

/**
 * What becomes of who is known and active: `add` leaves them as they are; `update` takes what the list says of them, where it says
 * something; `replace` does too, and ends the subscriptions of the digest that the list does not have. `never-mail` adds nobody.
 */
export const importModes = ['add', 'update', 'replace', 'never-mail'] as const
export type ImportMode = (typeof importModes)[number]

/** `proof`: they have agreed, and the admin says how; `ask`: each new one is asked by a confirmation. */
export const importBases = ['proof', 'ask'] as const
export type ImportBasis = (typeof importBases)[number]

export interface ImportSettings {
  mode: ImportMode
  basis: ImportBasis
  /** How they have agreed, as the admin states it; empty where they are asked, or none is added. */
  proof: string
  /** What somebody on a list of never-mail becomes where their row does not say it. */
  neverMail: 'unsubscribed' | 'suppressed'
  /** False: a row that cannot be imported keeps all others out. */
  takesRejects: boolean
  /** The digests, by id, for which rows may be: its own, and where a column names one, those that the admin may change. */
  digests: number[]
  /** Whether rows may suppress an address, in all digests: without, they only end a subscription. */
  suppresses: boolean
}

/** What an admin says of a list, besides its columns. */
export type ImportWishes = Omit<ImportSettings, 'digests' | 'suppresses'>

/** Of rows. `known` includes `repeated` ones. Rows not judged yet are in none. */
export interface ImportCounts {
  rows: number
  added: number
  updated: number
  known: number
  repeated: number
  /** Had left, and stay so. */
  left: number
  /** Are suppressed, and stay so. */
  suppressed: number
  rejected: number
  /** Unsubscribed or suppressed by rows of never-mail. */
  ended: number
  /** Subscriptions that a list in mode `replace` did not have, and so were ended. */
  removed: number
  /** Of an undo: put back, and left alone because the reader chose something since. */
  undone: number
  kept: number
}

export interface Import {
  id: number
  /** The digest of rows that name none, and that `replace` is about. */
  digestId: number
  fileName: string
  bytes: number
  state: ImportState
  settings: ImportSettings
  /** What each column is; null for one that is not read. None chosen yet: null. */
  columns: (ImportField | null)[] | null
  /** Null until it was looked into. */
  facts: ListFacts | null
  counts: ImportCounts
  /** True where it goes on to merge by itself, false where it was only to be checked. */
  isToMerge: boolean
  /** Bytes read of the file, for progress. */
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
  /** Rises with each claim; what a worker decided holds while it is unchanged. */
  fence: number
}

/** For so long an import can be undone. */
export const undoDays = 30

/** A file of a list has no more bytes. */
export const mostImportBytes = 256 * 1024 * 1024
