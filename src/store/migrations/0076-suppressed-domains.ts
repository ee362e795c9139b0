import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Backend } from '../columns.ts'

/** Domains whose addresses get no e-mail, in ASCII; `subdomains` if those are included. */
export function suppressedDomains(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const name = backend === 'sqlite' ? sql`text` : sql`text collate "C"`
      await db.schema
        .createTable('suppressed_domains')
        .addColumn('domain', name, (c) => c.primaryKey())
        .addColumn('subdomains', 'integer', (c) => c.notNull())
        .addColumn('reason', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('actor', 'text', (c) => c.notNull())
        .execute()
    },
  }
}
