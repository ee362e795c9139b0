import type { Kysely } from 'kysely'
import type { Backend } from '../columns.ts'
import type { KnownMigration } from './schema-state.ts'

/** The originals of feedback messages, beside their text; and the size of each. */
export const originalsTable = (backend: Backend): KnownMigration => ({
  // An earlier version would delete a report and leave its original.
  kind: 'contract',
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('feedback').addColumn('size', 'bigint').execute()
    await db.schema
      .createTable('feedback_originals')
      .addColumn('feedback_id', 'bigint', (c) => c.primaryKey())
      .addColumn('bytes', backend === 'sqlite' ? 'blob' : 'bytea', (c) => c.notNull())
      .execute()
  },
})
