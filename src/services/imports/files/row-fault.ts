import { said, type Said } from '../../../core/said/said.ts'
import type { ListRecord } from './records.ts'

/** What is wrong with the format of a row; `column` counts from 0, null if the fault is in no single column. */
export interface RowFault {
  column: number | null
  reason: Said
}

/** Characters that a row may have. */
const longest = 10_000

/**
 * What is wrong with the format of a row; null if nothing is. If the list `refusesUnnamed`, a value in a column without a name is a fault:
 * a separator inside an unquoted field shifts all that follows.
 */
export function rowFault(
  { raw, fields, fault }: ListRecord,
  columns: readonly string[],
  refusesUnnamed: boolean,
): RowFault | null {
  if (Math.max(raw.length, lengthOf(fields)) > longest)
    return { column: null, reason: said('longer-than', { most: longest }) }
  if (fault) return { column: fault.field, reason: fault.reason }
  const last = fields.findLastIndex((field) => field.trim() !== '')
  if (last >= columns.length)
    return {
      column: null,
      reason: said('row-many-fields', { fields: last + 1, columns: columns.length }),
    }
  if (!refusesUnnamed) return null
  const unnamed = columns.findIndex((name, at) => name === '' && (fields[at]?.trim() ?? '') !== '')
  return unnamed < 0 ? null : { column: null, reason: said('row-field-unnamed', { column: unnamed + 1 }) }
}

function lengthOf(fields: readonly string[]): number {
  let length = 0
  for (const field of fields) length += field.length
  return length
}
