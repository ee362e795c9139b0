import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Subscribers and their choices, the ledger of deliveries, the outbox, and the audit log. */
export function subscriberTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createSubscribers(db, backend)
      await createDeliveries(db)
      await createMessages(db, backend)
      await identity(db.schema.createTable('audit'), backend)
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('action', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('detail', 'text', (c) => c.notNull())
        .execute()
    },
  }
}

async function createSubscribers(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('subscribers'), backend)
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await identity(db.schema.createTable('subscriptions'), backend)
    .addColumn('subscriber_id', 'bigint', (c) => c.notNull().references('subscribers.id'))
    .addColumn('digest_id', 'bigint', (c) => c.notNull().references('digests.id'))
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('topics', 'text', (c) => c.notNull())
    .addColumn('days', 'integer')
    .addColumn('hour', 'text')
    .addColumn('time_zone', 'text')
    .addColumn('paused_until', 'bigint')
    .addColumn('pause_reason', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('subscriptions_identity', ['subscriber_id', 'digest_id'])
    .execute()
  await db.schema
    .createIndex('subscriptions_digest')
    .on('subscriptions')
    .columns(['digest_id', 'status'])
    .execute()
  await db.schema
    .createTable('suppressions')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('edition_id', 'bigint', (c) => c.notNull())
    .addColumn('subscriber_id', 'bigint', (c) => c.notNull())
    .addColumn('subscription_id', 'bigint', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('next_attempt_at', 'bigint')
    .addColumn('worker', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('fence', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('inflight_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addColumn('reply', 'text')
    .addColumn('reason', 'text')
    .addColumn('content', 'text')
    .addPrimaryKeyConstraint('deliveries_key', ['edition_id', 'subscriber_id'])
    .execute()
  await sql`create index deliveries_open on deliveries (edition_id, status, due_at)
    where status in ('queued', 'claimed', 'inflight', 'deferred', 'unknown')`.execute(db)
  await db.schema
    .createIndex('deliveries_subscriber')
    .on('deliveries')
    .columns(['subscriber_id', 'edition_id'])
    .execute()
}

async function createMessages(db: Kysely<unknown>, backend: Backend): Promise<void> {
  await identity(db.schema.createTable('messages'), backend)
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('subscriber_id', 'bigint')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('next_attempt_at', 'bigint')
    .addColumn('worker', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('fence', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('inflight_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addColumn('reply', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}
