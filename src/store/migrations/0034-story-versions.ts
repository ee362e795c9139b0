import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A change is what an editor did; what a story said before its source changed it is a version of it. */
export const storyVersionsTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('story_changes').renameTo('story_versions').execute()
  },
}
