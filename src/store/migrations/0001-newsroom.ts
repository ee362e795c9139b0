import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** The newsroom, its sources and their stories. */
export function newsroomTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('settings')
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('topics')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('countries')
        .addColumn('code', 'text', (c) => c.primaryKey())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('profiles')
        .addColumn('country', 'text', (c) => c.primaryKey())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('media')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('type', 'text', (c) => c.notNull())
        .addColumn('width', 'integer', (c) => c.notNull())
        .addColumn('height', 'integer', (c) => c.notNull())
        .addColumn('bytes', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await createSources(db, backend)
      await createStories(db, backend)
    },
  }
}

async function createSources(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('sources'), backend)
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('location', 'text', (c) => c.notNull())
    .addColumn('section', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('weight', 'double precision', (c) => c.notNull())
    .addColumn('pictures', 'text', (c) => c.notNull())
    .addColumn('time_zone', 'text')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('etag', 'text')
    .addColumn('last_modified', 'text')
    .addColumn('checked_at', 'bigint')
    .addColumn('succeeded_at', 'bigint')
    .addColumn('retry_at', 'bigint')
    .addColumn('failures', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('last_error', 'text')
    .addColumn('item_count', 'integer')
    .addColumn('newest_item_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}

async function createStories(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('stories'), backend)
    .addColumn('source_id', 'bigint', (c) => c.notNull().references('sources.id'))
    .addColumn('guid', 'text', (c) => c.notNull())
    .addColumn('link', 'text')
    .addColumn('canonical_link', 'text')
    .addColumn('headline', 'text', (c) => c.notNull())
    .addColumn('byline', 'text')
    .addColumn('summary', 'text', (c) => c.notNull())
    .addColumn('html', 'text')
    .addColumn('section', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('published_at', 'bigint')
    .addColumn('date_from', 'text', (c) => c.notNull())
    .addColumn('first_seen_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint')
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('picture', 'text')
    .addColumn('declared_topics', 'text', (c) => c.notNull())
    .addColumn('declared_countries', 'text', (c) => c.notNull())
    .addColumn('slug', 'text', (c) => c.unique())
    .addUniqueConstraint('stories_identity', ['source_id', 'guid'])
    .execute()
  await db.schema.createIndex('stories_first_seen').on('stories').columns(['first_seen_at']).execute()
  await sql`create index stories_analyses on stories (published_at) where section = 'analysis'`.execute(db)
}
