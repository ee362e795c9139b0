import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** Requests to be subscribed, with the consent that each proves, and the state of budgets. */
export function signUpTables(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await identity(db.schema.createTable('sign_ups'), backend)
        .addColumn('subscription_id', 'bigint', (c) => c.notNull())
        .addColumn('choices', 'text', (c) => c.notNull())
        .addColumn('form', 'text', (c) => c.notNull())
        .addColumn('requested_at', 'bigint', (c) => c.notNull())
        .addColumn('requested_ip', 'text', (c) => c.notNull())
        .addColumn('confirmed_at', 'bigint')
        .addColumn('confirmed_ip', 'text')
        .addColumn('message_id', 'text')
        .execute()
      await db.schema
        .createIndex('sign_ups_subscription')
        .on('sign_ups')
        .columns(['subscription_id', 'id'])
        .execute()
      await db.schema
        .createTable('consent_forms')
        .addColumn('version', 'text', (c) => c.primaryKey())
        .addColumn('words', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('allowances')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('spent_until', 'bigint', (c) => c.notNull())
        .execute()
    },
  }
}
