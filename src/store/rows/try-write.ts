import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Backend } from '../columns.ts'
import type { Tables } from '../tables/tables.ts'

/** Milliseconds; a pragma of the connection. */
const patience = { short: 100, usual: 15_000 }

/**
 * Writes, and syncs, what changes nothing. Rejects where that fails. False where another process was writing: a lock is not waited for,
 * since a connection to SQLite blocks its thread meanwhile.
 */
export async function tryWrite(db: Kysely<Tables>, backend: Backend): Promise<boolean> {
  return backend === 'postgres' ? tryServer(db) : db.connection().execute(tryFile)
}

/** Its number of the user's own, which lies on the first page, is written as it is. */
async function tryFile(db: Kysely<Tables>): Promise<boolean> {
  const run = (statement: string) => db.executeQuery(CompiledQuery.raw(statement))
  await run(`pragma busy_timeout = ${patience.short}`)
  try {
    await run('begin immediate')
    const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db)
    await run(`pragma user_version = ${rows[0]?.user_version ?? 0}`)
    await run('commit')
    return true
  } catch (error) {
    await run('rollback').catch(() => undefined)
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return false
    throw error
  } finally {
    await run(`pragma busy_timeout = ${patience.usual}`)
  }
}

/** Rows beyond the memory that they may take go into a file where the tables lie; a row written as it is goes into its log. */
async function tryServer(db: Kysely<Tables>): Promise<boolean> {
  await db.transaction().execute(async (tx) => {
    await sql`set local work_mem = '64kB'`.execute(tx)
    await sql`select count(*) from generate_series(1, 50000)`.execute(tx)
    await sql`update settings set value = value where name = 'place'`.execute(tx)
  })
  return true
}
