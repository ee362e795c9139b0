import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Finds the few stories that the archive hides without reading the others. */
export const hiddenStoriesIndex: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index stories_hidden on stories (id)
      where withdrawn_at is not null or embargo_until is not null`.execute(db)
  },
}
