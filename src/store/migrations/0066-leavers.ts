import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * People who left and of whom nothing else is stored, by the keyed hash of the address; and indexes of the few rows that may name somebody
 * in their text, so that erasing a person finds them.
 */
export const leaverTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('leavers')
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('digest_id', 'bigint', (c) => c.notNull())
      .addColumn('subscription_id', 'bigint')
      .addColumn('left_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('leavers_key', ['hash', 'digest_id'])
      .execute()
    await sql`create index subscriptions_left on subscriptions (ended_at) where status = 'unsubscribed'`.execute(
      db,
    )
    await sql`create index messages_subscriber on messages (subscriber_id) where subscriber_id is not null`.execute(
      db,
    )
    await sql`create index messages_others on messages (id) where subscriber_id is null`.execute(db)
    await sql`create index audit_addresses on audit (id) where detail like '%@%'`.execute(db)
  },
}
