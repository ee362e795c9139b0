import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The contents of an edition's variants, once for all who got them, rather than in each delivery. */
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
