import { CompiledQuery, type Kysely } from 'kysely'

/** Milliseconds that a SQLite connection waits for a lock, blocking its thread. */
export const patience = 15_000
const hardly = 100

/** Runs work on one SQLite connection that meanwhile waits only briefly for locks. */
export function withShortTimeout<Tables, T>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (own) => {
    const wait = (ms: number) => own.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${ms}`))
    await wait(hardly)
    try {
      return await work(own)
    } finally {
      await wait(patience)
    }
  })
}
