import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Links of stories, and the results of requesting them. */
export const linkCheckTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('link_checks')
      // A link may be longer than a PostgreSQL index allows.
      .addColumn('link_hash', 'text', (c) => c.primaryKey())
      .addColumn('link', 'text', (c) => c.notNull())
      .addColumn('state', 'text')
      .addColumn('fault', 'text')
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('checked_at', 'bigint')
      .addColumn('next_at', 'bigint')
      .execute()
    await db.schema.createIndex('link_checks_next').on('link_checks').column('next_at').execute()
  },
}
