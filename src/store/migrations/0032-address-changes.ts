import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How often a person's address was changed, so that links which lie in an earlier mailbox can be told from later ones. */
export const addressChangesColumn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('subscribers')
      .addColumn('address_changes', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
