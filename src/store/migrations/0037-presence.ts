import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who has the page of a digest's day open, and until when that counts. */
export const presenceTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('presence')
      .addColumn('digest_id', 'bigint', (c) => c.notNull().references('digests.id'))
      .addColumn('date', 'text', (c) => c.notNull())
      .addColumn('account_id', 'bigint', (c) => c.notNull())
      .addColumn('ends_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('presence_key', ['digest_id', 'date', 'account_id'])
      .execute()
    await db.schema.createIndex('presence_ends').on('presence').column('ends_at').execute()
  },
}
