import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A digest's days that differ from its week, and how late an edition may be sent. */
export const calendarColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('digests')
      .addColumn('catch_up', 'integer', (c) => c.notNull().defaultTo(6))
      .execute()
    await db.schema
      .alterTable('digests')
      .addColumn('calendar', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute()
  },
}
