import { unreadableIn } from '../../../core/text/unreadable.ts'
import type { Columns } from './header.ts'
import type { ListRecord } from './records.ts'
import { english } from '../../../core/said/sentence.ts'

/** A row has no more characters than these. */
const longest = 10_000

/** What is wrong with how a row is written, with its column; `row` where it is none of them. Null where nothing is. */
export function rowFault(
  { raw, fields, fault }: ListRecord,
  columns: Columns,
): { column: string; reason: string } | null {
  if (raw.length > longest)
    return { column: 'row', reason: `is longer than ${longest.toLocaleString('en')} characters` }
  if (fault) return { column: columns[fault.field] ?? 'row', reason: fault.reason }
  const last = fields.findLastIndex((field) => field.trim() !== '')
  if (last >= columns.length)
    return {
      column: 'row',
      reason: `has ${last + 1} fields, and the first line names ${columns.length}; put a field that holds the separator in double quotes`,
    }
  for (const [at, column] of columns.entries()) {
    const field = fields[at] ?? ''
    if (column === null && field.trim() !== '')
      return { column: 'row', reason: `has a field in column ${at + 1}, which the first line does not name` }
    const reason = column === null || column === 'reason' ? null : unreadableIn(field)
    if (column !== null && reason !== null) return { column, reason: english(reason) }
  }
  return null
}
