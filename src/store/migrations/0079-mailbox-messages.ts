import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Messages of the bounce mailbox to be read again, and what was not read of a report. */
export const mailboxMessageTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('mailbox_messages')
      .addColumn('validity', 'text', (c) => c.notNull())
      .addColumn('uid', 'bigint', (c) => c.notNull())
      .addColumn('need', 'text', (c) => c.notNull())
      .addColumn('failures', 'integer', (c) => c.notNull())
      .addColumn('size', 'bigint')
      .addColumn('fault', 'text', (c) => c.notNull())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('mailbox_messages_key', ['validity', 'uid'])
      .execute()
    await db.schema
      .alterTable('feedback')
      .addColumn('limits', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
}
