import { type RawBuilder, sql } from 'kysely'
import type { Backend } from './columns.ts'

/** Names of columns with their SQL types. */
export type JsonColumns = Record<string, 'bigint' | 'text'>

/**
 * Rows of values as a table to join with, handed over as one parameter: so a statement has the same text however many
 * rows there are, and its plan is made once.
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
