import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Options for reading a source, and each fetch of it, from which its health is computed. */
export function collectingTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const sources = () => db.schema.alterTable('sources')
      await sources()
        .addColumn('options', 'text', (c) => c.notNull().defaultTo('{}'))
        .execute()
      await sources()
        .addColumn('rules', 'text', (c) => c.notNull().defaultTo('[]'))
        .execute()
      await sources().addColumn('fresh_until', 'bigint').execute()
      await db.schema
        .alterTable('stories')
        .addColumn('categories', 'text', (c) => c.notNull().defaultTo('[]'))
        .execute()
      await db.schema
        .createIndex('stories_link')
        .on('stories')
        .columns(['source_id', 'canonical_link'])
        .execute()
      await identity(db.schema.createTable('readings'), backend)
        .addColumn('source_id', 'bigint', (c) => c.notNull().references('sources.id'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('problem', 'text')
        .addColumn('reason', 'text')
        .addColumn('items', 'integer', (c) => c.notNull())
        .addColumn('fresh', 'integer', (c) => c.notNull())
        .addColumn('churned', 'integer', (c) => c.notNull())
        .addColumn('newest_item_at', 'bigint')
        .execute()
      await db.schema.createIndex('readings_source').on('readings').columns(['source_id', 'at']).execute()
    },
  }
}
