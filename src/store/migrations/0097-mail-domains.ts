import { sql, type Kysely } from 'kysely'
import type { Backend } from '../columns.ts'
import type { KnownMigration } from './schema-state.ts'

/** Domains of readers, in ASCII, and whether they accept e-mail. */
export const mailDomainTable = (backend: Backend): KnownMigration => ({
  kind: 'expand',
  async up(db: Kysely<unknown>) {
    // In the order of the index of readers by domain.
    const name = backend === 'sqlite' ? sql`text` : sql`text collate "C"`
    await db.schema
      .createTable('mail_domains')
      .addColumn('domain', name, (c) => c.primaryKey().notNull())
      .addColumn('verdict', 'text')
      .addColumn('asked_at', 'bigint')
      .addColumn('next_ask_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('mail_domains_next').on('mail_domains').column('next_ask_at').execute()
    await db.schema.createIndex('mail_domains_asked').on('mail_domains').column('asked_at').execute()
    // Unique and never null, so that SQLite treats readers by domain and id as sorted.
    await sql`create unique index mail_domains_without on mail_domains (domain) where verdict = 'no-mail'`.execute(
      db,
    )
  },
})
