import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is postponed, retried and deleted: pictures of stories, stories over a budget, and pictures that nothing shows any more. */
export const budgetColumns: Migration = {
  async up(db: Kysely<unknown>) {
    const stories = () => db.schema.alterTable('stories')
    await stories().addColumn('picture_link', 'text').execute()
    await stories()
      .addColumn('picture_tries', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await stories().addColumn('picture_next_at', 'bigint').execute()
    await stories().addColumn('picture_fault', 'text').execute()
    await stories().addColumn('listed_at', 'bigint').execute()
    await db.schema.alterTable('sources').addColumn('listed_at', 'bigint').execute()
    await db.schema
      .alterTable('readings')
      .addColumn('put_off', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('media').addColumn('unshown_since', 'bigint').execute()
    // Until its source is read again, a story counts as listed when it was first seen.
    await sql`update stories set listed_at = first_seen_at`.execute(db)
    await sql`create index stories_pictures on stories (picture_next_at) where picture_next_at is not null`.execute(
      db,
    )
    await sql`create index outcomes_duplicate on outcomes (duplicate_of) where duplicate_of is not null`.execute(
      db,
    )
    await sql`create index outcomes_story on outcomes (story_id)`.execute(db)
    await db.schema.createIndex('audit_at').on('audit').columns(['at']).execute()
  },
}
