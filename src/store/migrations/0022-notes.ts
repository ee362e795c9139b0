import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** An editor's note in an edition. */
export const noteColumn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('editions').addColumn('note', 'text').execute()
  },
}
