import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** What stories said before their sources changed them after they were carried; and which story leads a duplicate. */
export function storyChangeTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await identity(db.schema.createTable('story_changes'), backend)
        .addColumn('story_id', 'bigint', (c) => c.notNull().references('stories.id'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('changed', 'text', (c) => c.notNull())
        .addColumn('headline', 'text', (c) => c.notNull())
        .addColumn('summary', 'text', (c) => c.notNull())
        .addColumn('html', 'text')
        .execute()
      await db.schema.createIndex('story_changes_at').on('story_changes').columns(['at']).execute()
      await db.schema.createIndex('story_changes_story').on('story_changes').columns(['story_id']).execute()
      await db.schema.createIndex('edition_items_story').on('edition_items').columns(['story_id']).execute()
      await db.schema.alterTable('outcomes').addColumn('duplicate_of', 'bigint').execute()
    },
  }
}
