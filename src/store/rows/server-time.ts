import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables/tables.ts'

/** The clock of PostgreSQL's server, whatever transaction is open. */
export async function serverTime(db: Kysely<Tables>): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ ms: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::int8 as ms`.execute(db)
  const [row] = rows
  return row ? Temporal.Instant.fromEpochMilliseconds(row.ms) : null
}
