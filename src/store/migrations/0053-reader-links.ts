import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** One-time links of subscribers, by the hash of their secret, and the new address that one confirms. */
export const readerLinkTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('reader_links')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('subscription_id', 'bigint', (c) => c.notNull())
      .addColumn('address', 'text')
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('used_at', 'bigint')
      .execute()
    await db.schema
      .createIndex('reader_links_subscription')
      .on('reader_links')
      .column('subscription_id')
      .execute()
  },
}
