import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Withdrawn stories, and which editions are sent without them; the counter of an edition is compared before each e-mail. */
export const withdrawalTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('stories').addColumn('withdrawn_at', 'bigint').execute()
    await db.schema
      .alterTable('editions')
      .addColumn('exclusions', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createTable('exclusions')
      .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
      .addColumn('story_id', 'bigint', (c) => c.notNull().references('stories.id'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('exclusions_key', ['edition_id', 'story_id'])
      .execute()
  },
}
