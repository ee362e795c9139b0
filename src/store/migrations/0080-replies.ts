import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What people wrote to the bounce address: details of a feedback row. */
export const replyTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('replies')
      .addColumn('feedback_id', 'bigint', (c) => c.primaryKey())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('asks_to_leave', 'integer', (c) => c.notNull())
      .addColumn('subscriber_id', 'bigint')
      .addColumn('known_by', 'text')
      .addColumn('forwarding', 'text', (c) => c.notNull())
      .addColumn('message_id', 'bigint')
      .addColumn('decision', 'text')
      .addColumn('decided_at', 'bigint')
      .addColumn('decided_by', 'text')
      .execute()
    await db.schema.createIndex('replies_subscriber').on('replies').column('subscriber_id').execute()
    await db.schema.createIndex('replies_open').on('replies').columns(['decision', 'feedback_id']).execute()
  },
}
