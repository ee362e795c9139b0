import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Feedback: a row for each recipient of a report. */
export function feedbackTable(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await identity(db.schema.createTable('feedback'), backend)
        .addColumn('key', 'text', (c) => c.notNull().unique())
        .addColumn('received_at', 'bigint', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('reason', 'text', (c) => c.notNull())
        .addColumn('hard', 'integer', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('reply', 'text', (c) => c.notNull())
        .addColumn('says', 'text', (c) => c.notNull())
        .addColumn('address', 'text')
        .addColumn('domain', 'text', (c) => c.notNull())
        .addColumn('hash', 'text')
        .addColumn('subscriber_id', 'bigint')
        .addColumn('edition_id', 'bigint')
        .addColumn('sender', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('message', 'text', (c) => c.notNull())
        .execute()
      await db.schema.createIndex('feedback_hash').on('feedback').columns(['hash', 'id']).execute()
      await db.schema
        .createIndex('feedback_delivery')
        .on('feedback')
        .columns(['subscriber_id', 'edition_id'])
        .execute()
      await db.schema
        .createIndex('feedback_domain')
        .on('feedback')
        .columns(['domain', 'received_at'])
        .execute()
      await db.schema.createIndex('feedback_outcome').on('feedback').columns(['outcome', 'id']).execute()
    },
  }
}
