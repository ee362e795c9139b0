import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What was alerted, so that nothing is repeated; and which messages were sent once more. */
export const alertTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('alerts')
      .addColumn('dedupe', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .alterTable('messages')
      .addColumn('resent', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
