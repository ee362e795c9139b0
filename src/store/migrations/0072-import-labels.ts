import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What lists say of people besides their choices: the tags that they had at another service, and notes about them. */
export const importLabelColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table import_rows add column tags text`.execute(db)
    await sql`alter table import_rows add column note text`.execute(db)
    // Which list one is from, so that it is undone with it.
    for (const table of ['reader_tags', 'reader_notes'])
      await sql`alter table ${sql.ref(table)} add column import_id bigint`.execute(db)
  },
}
