import type { Kysely } from 'kysely'

/** How far a warm-up has taken over the readers of earlier ones. */
export const takenOverColumn = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('warm_ups').addColumn('taken_over_to', 'bigint').execute()
  },
}
