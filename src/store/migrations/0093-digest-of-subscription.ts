import { sql } from 'kysely'
import type { Backend } from '../columns.ts'
import type { KnownMigration } from './schema-state.ts'

/**
 * PostgreSQL no longer looks up the digest of each subscription that is written, which a list has a million of: no digest is ever deleted.
 */
export const digestOfSubscription = (backend: Backend): KnownMigration => ({
  kind: 'expand',
  async up(db) {
    if (backend === 'postgres')
      await sql`alter table subscriptions drop constraint if exists subscriptions_digest_id_fkey`.execute(db)
  },
})
