import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** What editors did and decided; places of stories in an edition that always allow another one in between. */
export function changeTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await identity(db.schema.createTable('changes'), backend)
        .addColumn('digest_id', 'bigint', (c) => c.notNull().references('digests.id'))
        .addColumn('date', 'text', (c) => c.notNull())
        .addColumn('edition_id', 'bigint', (c) => c.references('editions.id'))
        .addColumn('revision', 'integer')
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('undoes', 'bigint')
        .execute()
      await db.schema.createIndex('changes_day').on('changes').columns(['digest_id', 'date', 'id']).execute()
      await db.schema
        .createTable('touches')
        .addColumn('change_id', 'bigint', (c) => c.notNull().references('changes.id').onDelete('cascade'))
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('before', 'text', (c) => c.notNull())
        .addColumn('after', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('touches_key', ['key', 'change_id'])
        .execute()
      await db.schema.createIndex('touches_change').on('touches').columns(['change_id']).execute()
      await db.schema
        .createTable('decisions')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('digest_id', 'bigint')
        .addColumn('date', 'text')
        .addColumn('story_id', 'bigint')
        .addColumn('aspect', 'text', (c) => c.notNull())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute()
      await db.schema.createIndex('decisions_digest').on('decisions').columns(['digest_id', 'date']).execute()
      await db.schema.createIndex('decisions_story').on('decisions').columns(['story_id']).execute()
      await db.schema.alterTable('stories').addColumn('embargo_until', 'bigint').execute()
      await givePlaces(db, backend)
    },
  }
}

/** In the form of `firstPlace`, as decimal digits, which keep their order. */
async function givePlaces(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await db.schema.alterTable('edition_items').addColumn('place', 'text').execute()
  const padded =
    backend === 'sqlite' ? sql`printf('%04d', position + 1)` : sql`lpad((position + 1)::text, 4, '0')`
  await sql`update edition_items set place = ${padded}`.execute(db)
  await db.schema.alterTable('edition_items').dropColumn('position').execute()
}
