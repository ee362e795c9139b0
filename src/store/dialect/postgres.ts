import { PostgresDialect } from 'kysely'
import pg from 'pg'

const int8 = 20
const numeric = 1700
/** Milliseconds; half a sender's lease, so that a process that takes over is not blocked by the locks of one that has stopped. */
const longestIdle = 30_000

/** The operating system checks whether a silent server is still there: one that has lost power or network closes no connection. */
export const keptAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

/** PostgreSQL through pg, with int8 as numbers: the store's integers stay below 2^53. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    ...keptAlive,
    idle_in_transaction_session_timeout: longestIdle,
    // JIT compilation takes a second or two, for queries of some milliseconds whose costs PostgreSQL overestimates.
    options: '-c jit=off',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format),
    },
  })
  // The pool replaces a broken connection, and the running query fails; without listeners, for idle connections and those in use, the error
  // would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}
