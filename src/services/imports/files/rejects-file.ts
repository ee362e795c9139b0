import { stringify } from 'csv-stringify/sync'
import { english } from '../../../core/said/sentence.ts'
import type { Said } from '../../../core/said/said.ts'
import type { ListColumns } from '../../../core/entities/imports/import-field.ts'
import { delimiters } from './delimiter.ts'
import { neutralised } from './formula.ts'
import type { FileRow, ListFacts } from '../../../core/entities/imports/list-facts.ts'

/** A row that is not imported, in which of its columns (by its name, or `row`), and why. */
export interface Rejected {
  row: Pick<FileRow, 'line' | 'fields' | 'raw'>
  column: string
  reason: Said
}

/** What of a list its rejects are written with. */
export type RejectsOf = Pick<ListFacts, 'header' | 'delimiter'> & { columns: ListColumns }

/**
 * The rejected rows as a list of their own, one after another: line, column and reason, then the columns as they were;
 * a row that cannot be taken apart is whole under its address. Corrected, it can be imported as it is. No cell of it
 * is a formula to a spreadsheet.
 */
export function rejectsHeader(list: RejectsOf): string {
  return csvLine(list, ['line', 'column', 'reason', ...kept(list).map((at) => nameOf(list, at))])
}

export function rejectsRow(list: RejectsOf, { row, column, reason }: Rejected): string {
  const addressAt = list.columns.indexOf('email')
  const fields = row.raw === null ? row.fields : []
  const own = kept(list).map((at) => (row.raw !== null && at === addressAt ? row.raw : (fields[at] ?? '')))
  const beyond = fields.slice(list.header.length)
  return csvLine(list, [String(row.line), column, english(reason), ...own, ...beyond])
}

/** Without the columns of an earlier file of rejects. */
function kept({ header, columns }: RejectsOf): number[] {
  const isReport = header.slice(0, 3).join() === 'line,column,reason'
  const from = isReport ? 3 : 0
  return [...header.keys()].filter((at) => at >= from || columns[at] === 'email')
}

/** Where the columns have no names, that of the address has one now, so that the list is read as it was. */
function nameOf({ header, columns }: RejectsOf, at: number): string {
  return header[at] || (columns[at] ?? '')
}

function csvLine({ delimiter }: RejectsOf, fields: string[]): string {
  return stringify([fields.map(neutralised)], {
    // Another sign, such as one that only `sep=` named, would not be found again.
    delimiter: delimiters.find((one) => one === delimiter) ?? ',',
    quoted_match: /[\r\n]/,
  })
}
