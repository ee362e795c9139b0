import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Digests, what an edition carried and left out, and its rendered blocks. */
export function editionTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createDigests(db, backend)
      await createEditions(db, backend)
      await db.schema
        .createTable('edition_items')
        .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
        .addColumn('story_id', 'bigint', (c) => c.notNull().references('stories.id'))
        .addColumn('section', 'text', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addColumn('score', 'double precision', (c) => c.notNull())
        .addColumn('pinned', 'integer', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('edition_items_key', ['edition_id', 'story_id'])
        .execute()
      await db.schema
        .createTable('outcomes')
        .addColumn('digest_id', 'bigint', (c) => c.notNull().references('digests.id'))
        .addColumn('story_id', 'bigint', (c) => c.notNull().references('stories.id'))
        .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
        .addColumn('gate', 'text', (c) => c.notNull())
        .addColumn('reason', 'text', (c) => c.notNull())
        .addColumn('score', 'double precision', (c) => c.notNull())
        .addColumn('decided_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('outcomes_key', ['digest_id', 'story_id'])
        .execute()
      await db.schema.createIndex('outcomes_edition').on('outcomes').columns(['edition_id']).execute()
      await sql`create index outcomes_held on outcomes (digest_id) where gate = 'held'`.execute(db)
      await db.schema
        .createTable('blocks')
        .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
        .addColumn('revision', 'integer', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('html', 'text', (c) => c.notNull())
        .addColumn('text', 'text', (c) => c.notNull())
        .addColumn('size', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('blocks_key', ['edition_id', 'revision', 'key'])
        .execute()
    },
  }
}

async function createDigests(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('digests'), backend)
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('template', 'text', (c) => c.notNull())
    .addColumn('topics', 'text', (c) => c.notNull())
    .addColumn('approval', 'text', (c) => c.notNull())
    .addColumn('days', 'text', (c) => c.notNull())
    .addColumn('hour', 'text', (c) => c.notNull())
    .addColumn('cutoff', 'text', (c) => c.notNull())
    .addColumn('time_zone', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}

async function createEditions(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('editions'), backend)
    .addColumn('digest_id', 'bigint', (c) => c.notNull().references('digests.id'))
    .addColumn('date', 'text', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('opens_at', 'bigint', (c) => c.notNull())
    .addColumn('frozen_at', 'bigint', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('subject', 'text')
    .addColumn('profile_country', 'text')
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('approved_at', 'bigint')
    .addColumn('approved_by', 'text')
    .addColumn('started_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addColumn('totals', 'text')
    .addUniqueConstraint('editions_identity', ['digest_id', 'date', 'number'])
    .execute()
}
