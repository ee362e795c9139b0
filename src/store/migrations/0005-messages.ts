import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Why a message of the outbox has its state. */
export const messageReasons: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('messages').addColumn('reason', 'text').execute()
    await db.schema.createIndex('messages_due').on('messages').columns(['status', 'due_at']).execute()
  },
}
