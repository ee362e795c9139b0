import { stringify } from 'csv-stringify/sync'
import { english } from '../../../core/said/sentence.ts'
import type { Said } from '../../../core/said/said.ts'
import type { ListColumns } from '../../../core/entities/imports/import-field.ts'
import { delimiters } from './delimiter.ts'
import { neutralised } from './formula.ts'
import type { FileRow, ListFacts } from '../../../core/entities/imports/list-facts.ts'

/** A row that is not imported, the name of the column at fault (or `row`), and why. */
export interface Rejected {
  row: Pick<FileRow, 'line' | 'fields' | 'raw'>
  column: string
  reason: Said
}

/** The properties of a list that its file of rejects needs. */
export type RejectsOf = Pick<ListFacts, 'header' | 'delimiter'> & { columns: ListColumns }

/**
 * The rejected rows as a list: line, column and reason, then the original columns; a row that cannot be parsed is put whole into the column
 * of addresses. Once corrected, the file can be imported as it is. No cell is a formula to a spreadsheet.
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

/** If the columns have no names, the column of addresses gets one, so that the list is read as before. */
function nameOf({ header, columns }: RejectsOf, at: number): string {
  return header[at] || (columns[at] ?? '')
}

function csvLine({ delimiter }: RejectsOf, fields: string[]): string {
  return stringify([fields.map(neutralised)], {
    // A rare delimiter, such as one that only `sep=` named, would not be detected again.
    delimiter: delimiters.find((one) => one === delimiter) ?? ',',
    quoted_match: /[\r\n]/,
  })
}
