import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a story was read from, so that an item which came as before need not be made anew. */
export const fingerprintColumn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('stories').addColumn('fingerprint', 'text').execute()
  },
}
