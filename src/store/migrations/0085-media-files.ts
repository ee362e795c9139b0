import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Backend } from '../columns.ts'

/** The bytes of pictures if several hosts share a database; with SQLite they are files. */
export const mediaFilesTable = (backend: Backend): Migration => ({
  async up(db: Kysely<unknown>) {
    if (backend === 'sqlite') return
    await db.schema
      .createTable('media_files')
      .addColumn('hash', 'text', (c) => c.primaryKey().references('media.hash').onDelete('cascade'))
      .addColumn('bytes', 'bytea', (c) => c.notNull())
      .execute()
  },
})
