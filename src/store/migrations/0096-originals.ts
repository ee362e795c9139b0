import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Backend } from '../columns.ts'

/** Messages that came back as they were sent, beside their text; and how large each was. */
export const originalsTable = (backend: Backend): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('feedback').addColumn('size', 'bigint').execute()
    await db.schema
      .createTable('feedback_originals')
      .addColumn('feedback_id', 'bigint', (c) => c.primaryKey())
      .addColumn('bytes', backend === 'sqlite' ? 'blob' : 'bytea', (c) => c.notNull())
      .execute()
  },
})
