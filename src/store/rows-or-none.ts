import type { QueryResult } from 'kysely'
import { AppError, reasonOf } from '../core/errors.ts'
import { said } from '../core/said/said.ts'

/** The rows of a query; empty if the table does not exist yet. Throws `store-unavailable` if the database does not answer. */
export async function rowsOrNone<T>(query: Promise<QueryResult<T>>): Promise<T[]> {
  try {
    return (await query).rows
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (isMissingTable(error, code)) return []
    // If a name has several addresses, the errors of the attempts have no common message.
    const why = said('database-cannot-read', { why: reasonOf(error) || code })
    throw new AppError('store-unavailable', why, { cause: error })
  }
}

/** PostgreSQL's undefined_table, or SQLite's message for it. */
const isMissingTable = (error: unknown, code: string): boolean =>
  code === '42P01' || reasonOf(error).startsWith('no such table')
