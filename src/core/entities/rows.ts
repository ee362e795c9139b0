/** A row of a table as databases read and write it: numbers, text, bytes and null. */
export type Row = Record<string, unknown>

/** A table to be copied row by row, in the order of its primary key. */
export interface TableShape {
  name: string
  columns: string[]
  /** The columns of its primary key, in order. */
  key: string[]
  /** Tables that its rows refer to. */
  refersTo: string[]
}
