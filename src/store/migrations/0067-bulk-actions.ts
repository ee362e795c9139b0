import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Bulk actions: their readers, and the previous states. */
export function bulkTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await identity(db.schema.createTable('bulk_actions'), backend)
        .addColumn('digest_id', 'bigint', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('filter', 'text')
        .addColumn('place', 'text')
        .addColumn('input', 'text', (c) => c.notNull())
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('frozen_at', 'bigint', (c) => c.notNull())
        .addColumn('confirmed_at', 'bigint')
        .addColumn('finished_at', 'bigint')
        .addColumn('total', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('cursor', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('counts', 'text', (c) => c.notNull())
        .execute()
      await db.schema.createIndex('bulk_actions_state').on('bulk_actions').column('state').execute()
      await db.schema
        .createTable('bulk_action_rows')
        .addColumn('action_id', 'bigint', (c) => c.notNull())
        .addColumn('subscription_id', 'bigint', (c) => c.notNull())
        .addColumn('subscriber_id', 'bigint', (c) => c.notNull())
        .addColumn('outcome', 'text')
        .addColumn('before', 'text')
        .addPrimaryKeyConstraint('bulk_action_rows_key', ['action_id', 'subscription_id'])
        .execute()
      await db.schema
        .createIndex('bulk_action_rows_subscriber')
        .on('bulk_action_rows')
        .column('subscriber_id')
        .execute()
    },
  }
}
