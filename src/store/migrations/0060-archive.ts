import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** What editions carried, for public reading and searching. */
export const archiveTables = (backend: Backend): Migration => ({
  async up(db: Kysely<unknown>) {
    await identity(db.schema.createTable('archive_stories'), backend)
      .addColumn('story_id', 'bigint', (c) => c.notNull().unique().references('stories.id'))
      .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
      .addColumn('carried_at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute()
    for (const column of ['edition_id', 'carried_at'])
      await db.schema
        .createIndex(`archive_stories_${column}`)
        .on('archive_stories')
        .columns([column])
        .execute()
    await db.schema
      .createTable('archive_editions')
      .addColumn('edition_id', 'bigint', (c) => c.primaryKey().references('editions.id'))
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('archive_labels')
      .addColumn('label', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('newest_id', 'bigint', (c) => c.notNull())
      .execute()
    if (backend === 'sqlite') {
      // Words are already split and folded; characters used in labels and identifiers occur in no word.
      await sql`create virtual table archive_words
        using fts5(words, content='', contentless_delete=1, prefix='3 4', tokenize="ascii tokenchars ':-/.'")`.execute(
        db,
      )
      return
    }
    await db.schema
      .createTable('archive_words')
      .addColumn('id', 'bigint', (c) => c.primaryKey().references('archive_stories.id'))
      .addColumn('words', sql`tsvector`, (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('archive_words_words')
      .on('archive_words')
      .using('gin')
      .column('words')
      .execute()
  },
})
