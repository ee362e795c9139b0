import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A stop as a pause of an edition, how long it was stopped in all, and since when it is being corrected. */
export const stopColumns: Migration = {
  async up(db: Kysely<unknown>) {
    const edition = () => db.schema.alterTable('editions')
    await edition().addColumn('stopped_at', 'bigint').execute()
    await edition().addColumn('stopped_by', 'text').execute()
    await edition().addColumn('stop_reason', 'text').execute()
    await edition()
      .addColumn('stopped_ms', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
    await edition().addColumn('corrected_at', 'bigint').execute()
  },
}
