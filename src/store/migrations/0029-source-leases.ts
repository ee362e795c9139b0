import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a source is read next, and which process reads it now: several on one database read each source once. */
export const leaseColumns: Migration = {
  async up(db: Kysely<unknown>) {
    const sources = () => db.schema.alterTable('sources')
    await sources().addColumn('next_read_at', 'bigint').execute()
    await sources().addColumn('worker', 'text').execute()
    await sources().addColumn('lease_until', 'bigint').execute()
    await sources()
      .addColumn('fence', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await sql`update sources set next_read_at = fresh_until`.execute(db)
    await sources().dropColumn('fresh_until').execute()
  },
}
