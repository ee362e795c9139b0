import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The id that a story's source wrote, which several stories may share, and what a fetch records about ids and future dates. */
export const identityColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('stories')
      .addColumn('item_id', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    await sql`update stories set item_id = guid`.execute(db)
    await db.schema.createIndex('stories_item').on('stories').columns(['source_id', 'item_id']).execute()
    const readings = () => db.schema.alterTable('readings')
    await readings()
      .addColumn('doubles', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await readings()
      .addColumn('sharing', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await readings().addColumn('ahead_item_at', 'bigint').execute()
  },
}
