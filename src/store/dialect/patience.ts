import { CompiledQuery, type Kysely } from 'kysely'

/** Milliseconds that a connection to SQLite waits for a lock, blocking its thread. */
export const patience = 15_000
const hardly = 100

/** Does work on one connection to SQLite that hardly waits for locks meanwhile. */
export function hardlyWaiting<Tables, T>(
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
