import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Stories that editors add: the source that they name, and pages that are still to be read. */
export const addedStoryTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('stories').addColumn('attribution', 'text').execute()
    await db.schema.createIndex('stories_canonical_link').on('stories').column('canonical_link').execute()
    await db.schema
      .createTable('awaited_pages')
      .addColumn('story_id', 'bigint', (c) => c.primaryKey().references('stories.id'))
      .addColumn('digest_id', 'bigint', (c) => c.notNull().references('digests.id'))
      .addColumn('date', 'text', (c) => c.notNull())
      .addColumn('edition_id', 'bigint', (c) => c.references('editions.id'))
      .addColumn('link', 'text', (c) => c.notNull())
      .addColumn('typed', 'text', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('fault', 'text')
      .addColumn('next_at', 'bigint')
      .execute()
    await db.schema.createIndex('awaited_pages_next').on('awaited_pages').column('next_at').execute()
  },
}
