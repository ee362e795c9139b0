import { sql, type RawBuilder } from 'kysely'
import { isSaid, text, type Reason, type Said } from '../core/said/said.ts'
import { fromJson, type Backend } from './columns.ts'

/**
 * The stored form of a reason: the program's own as JSON, a person's words unchanged. Rows from before there were codes show their text
 * unchanged.
 */
export function reasonText(reason: Reason): string {
  if (typeof reason !== 'string') return JSON.stringify(reason)
  // Words that would be parsed as a code.
  return toReason(reason) === reason ? reason : JSON.stringify(text(reason))
}

export const orReasonText = (reason: Reason | null): string | null => reason && reasonText(reason)

/** Parses what `reasonText` wrote; any other text is returned as it is. */
export function toReason(column: string): Reason {
  if (!/^\{\s*"code"/.test(column)) return column
  try {
    const value = fromJson<object>(column)
    return isSaid(value) ? value : column
  } catch {
    return column
  }
}

export const orReason = (column: string | null): Reason | null => column && toReason(column)

/** The stored text of a code whose parameters are SQL expressions. */
export function reasonSql(
  backend: Backend,
  { code }: Pick<Said, 'code'>,
  params: Record<string, RawBuilder<unknown>>,
): RawBuilder<string> {
  const fields = sql.join(Object.entries(params).flatMap(([name, value]) => [sql.lit(name), value]))
  return backend === 'sqlite'
    ? sql`json_object('code', ${sql.lit(code)}, 'params', json_object(${fields}))`
    : sql`json_build_object('code', ${sql.lit(code)}, 'params', json_build_object(${fields}))::text`
}
