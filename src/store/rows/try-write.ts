import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Backend } from '../columns.ts'
import { hardlyWaiting } from '../dialect/patience.ts'
import type { Tables } from '../tables/tables.ts'

/**
 * Writes, and syncs, what changes nothing. Rejects where that fails. False where another process was writing: its lock is not waited for.
 */
export async function tryWrite(db: Kysely<Tables>, backend: Backend): Promise<boolean> {
  return backend === 'postgres' ? tryServer(db) : hardlyWaiting(db, tryFile)
}

/** Its number of the user's own, which lies on the first page, is written as it is. */
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

/** Rows beyond the memory that they may take go into a file where the tables lie; a row written as it is goes into its log. */
async function tryServer(db: Kysely<Tables>): Promise<boolean> {
  await db.transaction().execute(async (tx) => {
    await sql`set local work_mem = '64kB'`.execute(tx)
    await sql`select count(*) from generate_series(1, 50000)`.execute(tx)
    await sql`update settings set value = value where name = 'place'`.execute(tx)
  })
  return true
}
