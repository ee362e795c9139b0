import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Tokens of reports by HTTP, which may not come with another body. */
export const hookTokenTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('hook_tokens')
      .addColumn('token', 'text', (c) => c.primaryKey())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('received_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('hook_tokens_received').on('hook_tokens').column('received_at').execute()
  },
}
