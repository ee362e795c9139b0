import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a story was read from, so that an unchanged item need not be processed again. */
export const fingerprintColumn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('stories').addColumn('fingerprint', 'text').execute()
  },
}
