import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who has approved which revision; the rule `manual` becomes `one`. */
export const approvalTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('approvals')
      .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('approvals_key', ['edition_id', 'revision', 'person'])
      .execute()
    await sql`update digests set approval = 'one' where approval = 'manual'`.execute(db)
  },
}
