import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Leases that one process at a time can have, by name. */
export const leaseTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('worker', 'text', (c) => c.notNull())
      .addColumn('lease_until', 'bigint', (c) => c.notNull())
      .addColumn('fence', 'bigint', (c) => c.notNull())
      .execute()
  },
}
