import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Rows that could not be imported are read in the order of the list, which is no longer the order in which rows are stored. */
export const importLinesIndex: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index import_rows_left_lines on import_rows (import_id, line, n) where outcome is not null`.execute(
      db,
    )
    await sql`drop index import_rows_left_over`.execute(db)
  },
}
