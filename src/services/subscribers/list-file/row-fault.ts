import { unreadableIn } from '../../../core/text/unreadable.ts'
import type { Columns } from './header.ts'
import type { ListRecord } from './records.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** A row has no more characters than these. */
const longest = 10_000

/** What is wrong with how a row is written, with its column; `row` where it is none of them. Null where nothing is. */
export function rowFault(
  { raw, fields, fault }: ListRecord,
  columns: Columns,
): { column: string; reason: Said } | null {
  if (raw.length > longest) return { column: 'row', reason: said('longer-than', { most: longest }) }
  if (fault) return { column: columns[fault.field] ?? 'row', reason: fault.reason }
  const last = fields.findLastIndex((field) => field.trim() !== '')
  if (last >= columns.length)
    return {
      column: 'row',
      reason: said('row-many-fields', { fields: last + 1, columns: columns.length }),
    }
  for (const [at, column] of columns.entries()) {
    const field = fields[at] ?? ''
    if (column === null && field.trim() !== '')
      return { column: 'row', reason: said('row-field-unnamed', { column: at + 1 }) }
    const reason = column === null || column === 'reason' ? null : unreadableIn(field)
    if (column !== null && reason !== null) return { column, reason }
  }
  return null
}
