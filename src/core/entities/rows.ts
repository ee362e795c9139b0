/** A row of a table as databases give and take it: numbers, text, bytes and null. */
export type Row = Record<string, unknown>

/** A table as it is copied: by its primary key, row by row. */
export interface TableShape {
  name: string
  columns: string[]
  /** The columns of its primary key, in their order. */
  key: string[]
  /** Tables that its rows refer to. */
  refersTo: string[]
}
