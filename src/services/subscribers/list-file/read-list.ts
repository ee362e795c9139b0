import { readAddress } from '../../../core/addresses/address.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { delimiterLine, readHeader, type Columns, type ListColumn } from './header.ts'
import { countLines, linesOf, type Line } from './lines.ts'
import { recordsOf } from './records.ts'
import { restored } from './formula.ts'
import { rowFault } from './row-fault.ts'

/** A row by its columns, and what is wrong with how it is written. */
export interface ListRow {
  line: number
  raw: string
  /** In the order of the columns, then those beyond the last; none where they cannot be told apart. */
  fields: string[]
  /** Empty where there is none. */
  field(column: ListColumn): string
  fault: { column: string; reason: Said } | null
}

export interface ListFile {
  delimiter: string
  columns: Columns
  /** How many lines the file has. */
  lines: number
  rows: Iterable<ListRow>
}

export type ListReading = { ok: true; list: ListFile } | { ok: false; reason: Said }

/** Reads a decoded list, row by row. A fault of a row stays in that row; only a first line that names no columns refuses all. */
export function readList(text: string): ListReading {
  const lines = linesOf(text.replace(/^\ufeff+/, ''))
  let first = nextWritten(lines)
  const named = first && delimiterLine(first.text)
  if (named) first = nextWritten(lines)
  if (!first) return { ok: false, reason: said('list-empty') }
  const header = readHeader(first, named)
  if (!header.ok) return header
  const { delimiter, columns } = header
  return {
    ok: true,
    list: { delimiter, columns, lines: countLines(text), rows: rowsOf(lines, delimiter, columns) },
  }
}

function nextWritten(lines: Iterator<Line>): Line | null {
  for (let next = lines.next(); !next.done; next = lines.next())
    if (next.value.text.trim() !== '') return next.value
  return null
}

function* rowsOf(lines: Iterable<Line>, delimiter: string, columns: Columns): Generator<ListRow> {
  const emailAt = columns.indexOf('email')
  const isRow = (fields: string[]) => readAddress(fields[emailAt] ?? '').ok
  for (const record of recordsOf(lines, delimiter, isRow)) {
    const { line, raw } = record
    const fields = record.fields.map(restored)
    const field = (column: ListColumn) => fields[columns.indexOf(column)] ?? ''
    yield { line, raw, fields, field, fault: rowFault(record, columns) }
  }
}
