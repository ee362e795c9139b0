import { said, type Said } from '../../../core/said/said.ts'
import type { ListRecord } from './records.ts'

/** What is wrong with how a row is written; `column` is counted from 0, and null where it is none of them. */
export interface RowFault {
  column: number | null
  reason: Said
}

/** A row has no more characters than these. */
const longest = 10_000

/**
 * What is wrong with how a row is written; null where nothing is. A field in a column without a name is a fault where
 * the list `refusesUnnamed` ones: a separator within a field without quotes moves what follows there.
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
