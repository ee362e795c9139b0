import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The turns taken by all e-mails and by each domain, who has a domain's connections, and addresses that servers refuse. */
export const paceTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('pace')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('slow_until', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('slow_steps', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createTable('pace_connections')
      .addColumn('domain', 'text', (c) => c.notNull())
      .addColumn('slot', 'integer', (c) => c.notNull())
      .addColumn('worker', 'text', (c) => c.notNull())
      .addColumn('lease_until', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('pace_connections_key', ['domain', 'slot'])
      .execute()
    await db.schema
      .alterTable('subscribers')
      .addColumn('refusals', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('subscribers').addColumn('refused_at', 'bigint').execute()
  },
}
