import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Imported lists: their files, their rows until they are merged, and what each did for whom. */
export function importTables(backend: Backend): Migration {
  /** Rows ordered by key in a single tree. */
  const byKey = backend === 'sqlite' ? sql`without rowid` : sql``
  return {
    async up(db: Kysely<unknown>) {
      await createImports(db, backend)
      await db.schema
        .createTable('import_chunks')
        .addColumn('import_id', 'bigint', (c) => c.notNull())
        .addColumn('n', 'integer', (c) => c.notNull())
        .addColumn('bytes', backend === 'sqlite' ? 'blob' : 'bytea', (c) => c.notNull())
        .addPrimaryKeyConstraint('import_chunks_key', ['import_id', 'n'])
        .execute()
      await createRows(db, byKey)
      await db.schema
        .createTable('import_readers')
        .addColumn('import_id', 'bigint', (c) => c.notNull())
        .addColumn('n', 'integer', (c) => c.notNull())
        .addColumn('subscriber_id', 'bigint', (c) => c.notNull())
        .addColumn('digest_id', 'bigint', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('before', 'text')
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('opt_in_at', 'bigint')
        .addColumn('opt_in_ip', 'text')
        .addColumn('opt_in_how', 'text')
        .addPrimaryKeyConstraint('import_readers_key', ['import_id', 'n'])
        .modifyEnd(byKey)
        .execute()
      await db.schema
        .createIndex('import_readers_subscriber')
        .on('import_readers')
        .columns(['subscriber_id', 'import_id'])
        .execute()
      await db.schema
        .createTable('import_mappings')
        .addColumn('signature', 'text', (c) => c.primaryKey())
        .addColumn('columns', 'text', (c) => c.notNull())
        .addColumn('used_at', 'bigint', (c) => c.notNull())
        .execute()
      await db.schema.alterTable('suppressions').addColumn('import_id', 'bigint').execute()
      await sql`create index suppressions_import on suppressions (import_id) where import_id is not null`.execute(
        db,
      )
    },
  }
}

async function createImports(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('imports'), backend)
    .addColumn('digest_id', 'bigint', (c) => c.notNull())
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('bytes', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('columns', 'text')
    .addColumn('facts', 'text')
    .addColumn('counts', 'text', (c) => c.notNull())
    .addColumn('is_to_merge', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('bytes_read', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('cursor', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('state_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('done_at', 'bigint')
    .addColumn('fault', 'text')
    .addColumn('worker', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('fence', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}

async function createRows(db: Kysely<unknown>, byKey: ReturnType<typeof sql>): Promise<void> {
  await db.schema
    .createTable('import_rows')
    .addColumn('import_id', 'bigint', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('line', 'integer', (c) => c.notNull())
    .addColumn('digest_id', 'bigint')
    .addColumn('hash', 'text')
    .addColumn('email', 'text')
    .addColumn('name', 'text')
    .addColumn('topics', 'text')
    .addColumn('days', 'integer')
    .addColumn('hour', 'text')
    .addColumn('time_zone', 'text')
    .addColumn('ends_to', 'text')
    .addColumn('ends_at', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('opt_in_at', 'bigint')
    .addColumn('opt_in_ip', 'text')
    .addColumn('opt_in_how', 'text')
    .addColumn('outcome', 'text')
    .addColumn('fault_column', 'text')
    .addColumn('fault', 'text')
    .addColumn('fields', 'text')
    .addColumn('raw', 'text')
    .addPrimaryKeyConstraint('import_rows_key', ['import_id', 'n'])
    .modifyEnd(byKey)
    .execute()
  // Usually few rows of a list, so that most rows are in no index except their key.
  await sql`create index import_rows_ending on import_rows (hash, import_id) where ends_to is not null`.execute(
    db,
  )
  await sql`create index import_rows_left_over on import_rows (import_id, n) where outcome is not null`.execute(
    db,
  )
  await sql`create index import_rows_left_hash on import_rows (hash) where outcome is not null`.execute(db)
}
