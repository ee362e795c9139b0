import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which message is sent first, and an index in that order over unsent ones. */
export const priorityColumn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('messages')
      .addColumn('priority', 'integer', (c) => c.notNull().defaultTo(1))
      .execute()
    await sql`create index messages_next on messages (priority, id) where status in ('queued', 'deferred')`.execute(
      db,
    )
  },
}
