import { PostgresDialect } from 'kysely'
import pg from 'pg'

const int8 = 20
const numeric = 1700
/** Milliseconds; half a sender's lease, so that who takes over is not held up by the locks of who has stopped. */
const longestIdle = 30_000

/** PostgreSQL through pg, with int8 as numbers: the store's integers stay below 2^53. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: longestIdle,
    // Compiling a query takes a second or two, for queries of some milliseconds whose costs PostgreSQL overrates.
    options: '-c jit=off',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format),
    },
  })
  // A connection that breaks is replaced by the pool, and the query under way fails; without listeners, for the idle ones
  // and for those in use, it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}
