import type { Said } from '../../said/said.ts'
import type { ListColumns } from './import-field.ts'

/** What is known of a file before its rows are read. */
export interface ListFacts {
  kind: 'csv' | 'xlsx'
  /** Null for a workbook. The name is one of the WHATWG Encoding Standard. */
  encoding: { name: string; isGuess: boolean; hasMark: boolean } | null
  /** Null for a workbook. */
  delimiter: string | null
  /** The names of the columns as they stand; empty for one without a name. */
  header: string[]
  /** False where the first row is a person's: then no column has a name. */
  hasNames: boolean
  /** The line of the first row. */
  firstLine: number
  /** The service whose export it is, by its columns; null where it is not known. */
  service: string | null
  /** What all of its people are, where it is a list of those who left the service, or whom it could not reach. */
  everyone: ListedStatus | null
  /** What the service's export does not say of its people. */
  caution: Said | null
  /** What the columns seem to hold. */
  guessed: ListColumns
  /** A workbook's sheets that are shown, and the one that is read. */
  sheets: string[]
  sheet: string | null
}

/** What a service says of a reader. */
export type ListedStatus = 'active' | 'pending' | 'unsubscribed' | 'suppressed'

/** A row as it stands, and what is wrong with how it is written. */
export interface FileRow {
  /** As people count, from 1; of a workbook, its row. */
  line: number
  /** The row as it is written, its lines joined by LF, where it cannot be taken apart; else null. */
  raw: string | null
  /** In the order of the columns, those beyond the last included; none where they cannot be distinguished. */
  fields: string[]
  /** `column`: which one, from 0; null where it is none of them. */
  fault: { column: number | null; reason: Said } | null
}

/** Rows read since the last batch, and how many bytes of the file are read by now. */
export interface FileBatch {
  rows: FileRow[]
  bytesRead: number
}

/** A list whose columns are known, to be read once or again. */
export interface OpenedList {
  facts: ListFacts
  /** The rows below the names, without blank ones. Throws `bad-input` for a workbook that is broken further down. */
  batches(): AsyncIterable<FileBatch>
}

/** A file that can be read as often as needed: its charset is found out before its text is read, and a workbook has its contents at its end. */
export interface ListSource {
  name: string
  bytes: number
  /** Its bytes from an offset on, or all of them, in pieces of any size. */
  chunks(from?: number): AsyncIterable<Uint8Array>
}
