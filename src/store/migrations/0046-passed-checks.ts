import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Checks that somebody overrode for a revision, and why. */
export const passedCheckTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('passed_checks')
      .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('check_name', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('passed_by', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('passed_checks_key', ['edition_id', 'revision', 'check_name'])
      .execute()
  },
}
