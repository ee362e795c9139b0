import type { Kysely } from 'kysely'
import type { KnownMigration } from './schema-state.ts'

/** The kind of each migration from here on, for processes of earlier versions. */
export const migrationKindTable: KnownMigration = {
  kind: 'expand',
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('migration_kinds')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .execute()
  },
}
