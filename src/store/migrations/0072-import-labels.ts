import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What lists say of people besides their choices: tags from another service, and notes. */
export const importLabelColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table import_rows add column tags text`.execute(db)
    await sql`alter table import_rows add column note text`.execute(db)
    // The list that added it, so that it is undone with the list.
    for (const table of ['reader_tags', 'reader_notes'])
      await sql`alter table ${sql.ref(table)} add column import_id bigint`.execute(db)
  },
}
