import type { Said } from '../../said/said.ts'
import type { ListColumns } from './import-field.ts'

/** What is known about a file before its rows are read. */
export interface ListFacts {
  kind: 'csv' | 'xlsx'
  /** Null for a workbook. The name is one of the WHATWG Encoding Standard. */
  encoding: { name: string; isGuess: boolean; hasMark: boolean } | null
  /** Null for a workbook. */
  delimiter: string | null
  /** The names of the columns as written; empty for one without a name. */
  header: string[]
  /** False if the first row is a person: then no column has a name. */
  hasNames: boolean
  /** The line of the first row. */
  firstLine: number
  /** The service that exported it, recognised by its columns; null if unknown. */
  service: string | null
  /** The status of everybody in it, if it is a list of people who left the service or could not be reached. */
  everyone: ListedStatus | null
  /** What the service's export lacks. */
  caution: Said | null
  /** The likely contents of the columns. */
  guessed: ListColumns
  /** A workbook's visible sheets, and the one that is read. */
  sheets: string[]
  sheet: string | null
}

/** A reader's status in a service. */
export type ListedStatus = 'active' | 'pending' | 'unsubscribed' | 'suppressed'

/** A row of the file, and its syntax error, if any. */
export interface FileRow {
  /** Counted from 1; for a workbook, its row. */
  line: number
  /** The row as written, its lines joined by LF, if it cannot be parsed; otherwise null. */
  raw: string | null
  /** In the order of the columns, including surplus ones; empty if they cannot be separated. */
  fields: string[]
  /** `column`: its index; null if no single one is wrong. */
  fault: { column: number | null; reason: Said } | null
}

/** Rows read since the last batch, and the bytes of the file read so far. */
export interface FileBatch {
  rows: FileRow[]
  bytesRead: number
}

/** A list with known columns, which can be read repeatedly. */
export interface OpenedList {
  facts: ListFacts
  /** The rows below the header, without blank ones. Throws `bad-input` for a workbook that is damaged further down. */
  batches(): AsyncIterable<FileBatch>
}

/** A file that can be read repeatedly: its charset is determined before its text is read, and a workbook has its index at its end. */
export interface ListSource {
  name: string
  bytes: number
  /** Its bytes from an offset on, or all of them, in pieces of any size. */
  chunks(from?: number): AsyncIterable<Uint8Array>
}
