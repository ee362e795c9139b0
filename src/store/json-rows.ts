import { type RawBuilder, sql } from 'kysely'
import type { Backend } from './columns.ts'

/** Columns with their SQL types. */
export type JsonColumns = Record<string, 'bigint' | 'text'>

/**
 * Rows of values as a table to join with, passed as one parameter: the statement has the same text for any number of rows, and its plan is
 * reused.
 */
export function jsonRows(
  backend: Backend,
  columns: JsonColumns,
  rows: readonly object[],
): RawBuilder<unknown> {
  const json = JSON.stringify(rows)
  const names = Object.entries(columns)
  if (backend === 'postgres') {
    const typed = names.map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`)
    return sql`(select * from json_to_recordset(${json}::json) as given(${sql.join(typed)}))`
  }
  const read = names.map(([name]) => sql`value ->> ${sql.lit(name)} as ${sql.ref(name)}`)
  return sql`(select ${sql.join(read)} from json_each(${json}))`
}
