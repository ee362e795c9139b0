import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a relay reported that an e-mail has arrived at the reader's server. */
export const deliveredColumn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('deliveries').addColumn('delivered_at', 'bigint').execute()
  },
}
