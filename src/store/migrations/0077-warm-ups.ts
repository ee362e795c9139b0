import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Warm-ups of the relay: their plans, their days, and admitted readers. */
export function warmUpTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await identity(db.schema.createTable('warm_ups'), backend)
        .addColumn('is_open', 'integer', (c) => c.unique())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('plan', 'text', (c) => c.notNull())
        .addColumn('started_at', 'bigint', (c) => c.notNull())
        .addColumn('state_at', 'bigint', (c) => c.notNull())
        .addColumn('state_by', 'text', (c) => c.notNull())
        .addColumn('reason', 'text')
        .addColumn('resumed_at', 'bigint')
        .addColumn('admitted', 'bigint', (c) => c.notNull().defaultTo(0))
        .execute()
      await db.schema
        .createTable('warm_up_days')
        .addColumn('warm_up_id', 'bigint', (c) => c.notNull())
        .addColumn('date', 'text', (c) => c.notNull())
        .addColumn('target', 'bigint', (c) => c.notNull())
        .addColumn('before', 'bigint', (c) => c.notNull())
        .addColumn('admitted', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('began_at', 'bigint', (c) => c.notNull())
        .addColumn('is_done', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('after_at', 'bigint', (c) => c.notNull())
        .addColumn('after_id', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('warm_up_days_key', ['warm_up_id', 'date'])
        .execute()
      await db.schema
        .createTable('warm_up_readers')
        .addColumn('subscriber_id', 'bigint', (c) => c.notNull())
        .addColumn('warm_up_id', 'bigint', (c) => c.notNull())
        .addColumn('admitted_at', 'bigint', (c) => c.notNull())
        .addColumn('by_plan', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('warm_up_readers_key', ['subscriber_id', 'warm_up_id'])
        .execute()
      await db.schema.alterTable('editions').addColumn('warm_up_id', 'bigint').execute()
      await db.schema.createIndex('feedback_edition').on('feedback').column('edition_id').execute()
    },
  }
}
