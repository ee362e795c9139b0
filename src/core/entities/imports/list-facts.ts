import type { Said } from '../../said/said.ts'

/** What is known of a file before its rows are read. */
export interface ListFacts {
  kind: 'csv' | 'xlsx'
  /** Null for a workbook. The name is one of the WHATWG Encoding Standard. */
  encoding: { name: string; isGuess: boolean; hasMark: boolean } | null
  /** Null for a workbook. */
  delimiter: string | null
  /** The names of the columns as they stand. */
  header: string[]
}

/** A row as it stands, and what is wrong with how it is written. */
export interface FileRow {
  /** As people count, from 1; of a workbook, its row. */
  line: number
  /** Its lines, joined by LF; of a workbook, its fields as CSV. */
  raw: string
  /** In the order of the columns, those beyond the last included; none where they cannot be told apart. */
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
  batches(): AsyncIterable<FileBatch>
}

/** A file that can be read from its beginning as often as needed. */
export interface ListSource {
  name: string
  bytes: number
  chunks(): AsyncIterable<Uint8Array>
}
