import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How often a person's address was changed, to distinguish links sent to an earlier mailbox from later ones. */
export const addressChangesColumn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('subscribers')
      .addColumn('address_changes', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
