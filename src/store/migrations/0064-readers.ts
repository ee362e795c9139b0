import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'
import { addressKey, domainKey } from '../queries/readers/search-keys.ts'

/** Tags and notes of readers, and the indexes for paging through a list of a million. */
export function readerTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTags(db, backend)
      await createNotes(db, backend)
      await createSearchIndexes(db, backend)
      await createStateIndexes(db, backend)
    },
  }
}

async function createTags(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('tags'), backend)
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('alerts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('reader_tags')
    .addColumn('tag_id', 'bigint', (c) => c.notNull())
    .addColumn('subscriber_id', 'bigint', (c) => c.notNull())
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('reader_tags_key', ['tag_id', 'subscriber_id'])
    .execute()
  await db.schema.createIndex('reader_tags_subscriber').on('reader_tags').column('subscriber_id').execute()
}

async function createNotes(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('reader_notes'), backend)
    .addColumn('subscriber_id', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('reader_notes_subscriber').on('reader_notes').column('subscriber_id').execute()
}

async function createSearchIndexes(db: Kysely<unknown>, backend: Backend): Promise<void> {
  const email = sql.ref('email')
  const name = sql.ref('name')
  await sql`create index subscribers_by_address on subscribers (${addressKey(backend, email)}, id)`.execute(
    db,
  )
  await sql`create index subscribers_by_domain on subscribers (${domainKey(backend, email)}, id)`.execute(db)
  await sql`create index subscribers_by_name on subscribers (${addressKey(backend, name)}, id)
    where name is not null`.execute(db)
}

async function createStateIndexes(db: Kysely<unknown>, backend: Backend): Promise<void> {
  // SQLite appends the row's id to each index itself.
  if (backend === 'postgres') {
    await sql`create index subscriptions_standing on subscriptions (digest_id, status, id)`.execute(db)
    await sql`drop index subscriptions_digest`.execute(db)
  }
  await sql`create index subscriptions_since on subscriptions (digest_id, created_at, id)`.execute(db)
  await sql`create index subscriptions_paused on subscriptions (digest_id, paused_until, id)
    where paused_until is not null`.execute(db)
  await sql`create index suppressions_since on suppressions (created_at, hash)`.execute(db)
  await sql`create index deliveries_not_sent on deliveries (edition_id, status, subscriber_id)
    where status in ('failed', 'skipped')`.execute(db)
}
