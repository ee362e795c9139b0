import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a variant of an edition held, once for all who got it, rather than in each of their deliveries. */
export const deliveryTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('variants')
      .addColumn('edition_id', 'bigint', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('variants_key', ['edition_id', 'key'])
      .execute()
    await db.schema.alterTable('deliveries').renameColumn('content', 'variant').execute()
  },
}
