import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Backend } from '../columns.ts'
import { withShortTimeout } from '../dialect/patience.ts'
import type { Tables } from '../tables/tables.ts'

/**
 * Writes and syncs without changing anything. Rejects if that fails. False if another process is writing, because its lock is not waited
 * for.
 */
export async function tryWrite(db: Kysely<Tables>, backend: Backend): Promise<boolean> {
  return backend === 'postgres' ? tryServer(db) : withShortTimeout(db, tryFile)
}

/** Rewrites the database's user version, which is on the first page, unchanged. */
async function tryFile(db: Kysely<Tables>): Promise<boolean> {
  const run = (statement: string) => db.executeQuery(CompiledQuery.raw(statement))
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
  }
}

/** Rows beyond the memory limit go to a file on the volume of the tables; an unchanged update goes to the log. */
async function tryServer(db: Kysely<Tables>): Promise<boolean> {
  await db.transaction().execute(async (tx) => {
    await sql`set local work_mem = '64kB'`.execute(tx)
    await sql`select count(*) from generate_series(1, 50000)`.execute(tx)
    await sql`update settings set value = value where name = 'place'`.execute(tx)
  })
  return true
}
