import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Renamed: a change is what an editor did; what a story said before its source changed it is a version. */
export const storyVersionsTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('story_changes').renameTo('story_versions').execute()
  },
}
